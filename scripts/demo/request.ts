/** The API answered with an error. */
export class Refusal extends Error {
  override name = 'Refusal';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Calls the API and reads its answer.
 * @param apiUrl base URL of the API, without a slash at the end
 * @throws Refusal with the answer's own words
 */
export async function request<T>(
  apiUrl: string,
  method: string,
  path: string,
  { token, body, headers }: { token?: string; body?: object | undefined; headers?: Record<string, string> } = {},
): Promise<T> {
  const answer = await fetch(`${apiUrl}/api/v1${path}`, {
    method,
    headers: {
      ...headers,
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, `${method} ${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
