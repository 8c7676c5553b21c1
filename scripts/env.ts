import { generatedVariables, writeEnvFile } from './envFile.ts';
import { rootDir } from './stack/rootDir.ts';

try {
  const path = writeEnvFile(rootDir);
  console.log(`${path} has fresh secrets (${generatedVariables.join(', ')}).`);
  console.log('Set PUBLIC_URL in it when browsers reach this server elsewhere than at http://localhost:3000, then:');
  console.log('  docker compose up -d --build');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
