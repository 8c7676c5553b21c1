import type { Api } from './client.ts';
import { grafana } from './contract.generated.ts';

/** Whether there is a Grafana to open. */
export const fetchGrafana = (api: Api) => api.call({ path: '/grafana', answer: grafana });
