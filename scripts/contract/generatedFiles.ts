import { limitsModule } from './limitsModule.ts';
import { shapeModule } from './shapeModule.ts';

/** What the dashboard is given of the contract: the texts, by the file that holds them. */
export const generatedFiles: Readonly<Record<string, () => string>> = {
  'frontend/src/contract.generated.ts': limitsModule,
  'frontend/src/api/contract.generated.ts': shapeModule,
};
