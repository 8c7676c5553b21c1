import { z } from 'zod';

export const grafana = z.object({
  available: z.boolean(),
  detail: z.string().meta({ description: 'Why not, and what to do about it; for people.' }).exactOptional(),
});
export type PresentedGrafana = z.infer<typeof grafana>;

export const clientInfo = z.object({
  name: z.string().meta({ description: 'Name of the library.' }),
  version: z.string().meta({ description: 'Its version.' }),
  scriptUrl: z.string().meta({ format: 'uri', description: 'Where it is.' }),
  endpoint: z.string().meta({ format: 'uri', description: 'Where it sends.' }),
  usage: z.string().meta({ description: 'How to use it.' }),
});
export type PresentedClientInfo = z.infer<typeof clientInfo>;
