import { makeSnippet, type Snippet } from './snippet.ts';

export interface Step {
  readonly text: string;
  /** Goes into bash as it is; later steps use the variables of earlier ones. */
  readonly command: Snippet;
}

/** From nothing to a number that counts. `api` is the address of the API, without a slash at the end. The README shows the same commands. */
export function firstSteps(api: string): readonly Step[] {
  return [
    {
      text: 'An account comes with its first API key. The secret is shown once; here it goes into a variable.',
      command: makeSnippet(
        'Sign up',
        'bash',
        `API=${api}
SIGNUP=$(curl -s $API/auth/signup \\
  -H 'Content-Type: application/json' \\
  -d '{"email": "demo@example.com", "password": "seven-quiet-lanterns",
       "firstName": "Demo", "lastName": "User"}')
echo "$SIGNUP"
field() { sed -E "s/.*\\"$1\\":\\"([^\\"]*)\\".*/\\1/"; }
TOKEN=$(echo "$SIGNUP" | field token)
KEY=$(echo "$SIGNUP" | field apiKey)
SECRET=$(echo "$SIGNUP" | field apiSecret)`,
      ),
    },
    {
      text: 'A name, a type, and the labels that samples may carry, each with its default.',
      command: makeSnippet(
        'Describe a metric',
        'bash',
        `CONFIG=$(curl -s $API/metric-configs \\
  -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"name": "Sign-ups", "metricName": "signups",
       "metricType": "counter", "labels": {"plan": "free"}}')
echo "$CONFIG"
CONFIG_ID=$(echo "$CONFIG" | field id)`,
      ),
    },
    {
      text: 'A 202 means that they are in Postgres. Send the same batch again: it is a duplicate and does not count twice.',
      command: makeSnippet(
        'Send samples',
        'bash',
        `curl -s $API/metrics \\
  -H "X-API-Key: $KEY" -H "X-API-Secret: $SECRET" \\
  -H 'Content-Type: application/json' \\
  -d '{"batchId": "first-batch", "metrics": [
        {"name": "signups", "labels": {"plan": "free"}},
        {"name": "signups", "value": 2, "labels": {"plan": "pro"}}]}'`,
      ),
    },
    {
      text: 'The total comes straight from Postgres. Prometheus shows the same number after its next scrapes.',
      command: makeSnippet(
        'Read them back',
        'bash',
        `curl -s $API/metric-configs/$CONFIG_ID/stats \\
  -H "Authorization: Bearer $TOKEN"`,
      ),
    },
  ];
}
