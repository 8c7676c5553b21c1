import { type Described, exampleSample } from './exampleSample.ts';
import { makeSnippet, type Snippet } from './snippet.ts';

/** Programs that need nothing but the language itself. Each sends one sample, with the key's secret in UVP_API_SECRET. */
export function pythonExample(endpoint: string, apiKey: string, metric: Described): Snippet {
  // JSON with texts and numbers alone is Python, too.
  const sample = JSON.stringify(exampleSample(metric));
  return makeSnippet(
    'Send from Python',
    'python',
    `import json, os, urllib.request

sample = ${sample}
request = urllib.request.Request(
    "${endpoint}",
    data=json.dumps({"metrics": [sample]}).encode(),
    headers={
        "Content-Type": "application/json",
        "X-API-Key": "${apiKey}",
        "X-API-Secret": os.environ["UVP_API_SECRET"],
    },
)
with urllib.request.urlopen(request) as response:
    print(response.status, response.read().decode())`,
  );
}

export function goExample(endpoint: string, apiKey: string, metric: Described): Snippet {
  const body = JSON.stringify({ metrics: [exampleSample(metric)] });
  // A raw string is easier to read, but cannot hold a backtick.
  const literal = body.includes('`') ? JSON.stringify(body) : `\`${body}\``;
  return makeSnippet(
    'Send from Go',
    'go',
    `package main

import (
\t"fmt"
\t"io"
\t"log"
\t"net/http"
\t"os"
\t"strings"
)

func main() {
\tbody := strings.NewReader(${literal})
\trequest, err := http.NewRequest("POST", "${endpoint}", body)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\trequest.Header.Set("Content-Type", "application/json")
\trequest.Header.Set("X-API-Key", "${apiKey}")
\trequest.Header.Set("X-API-Secret", os.Getenv("UVP_API_SECRET"))
\tresponse, err := http.DefaultClient.Do(request)
\tif err != nil {
\t\tlog.Fatal(err)
\t}
\tdefer response.Body.Close()
\tanswer, _ := io.ReadAll(response.Body)
\tfmt.Println(response.Status, string(answer))
}`,
  );
}

export function phpExample(endpoint: string, apiKey: string, metric: Described): Snippet {
  return makeSnippet(
    'Send from PHP',
    'php',
    `<?php
$sample = ${phpLiteral(exampleSample(metric))};
$context = stream_context_create(['http' => [
    'method' => 'POST',
    'header' => [
        'Content-Type: application/json',
        'X-API-Key: ${apiKey}',
        'X-API-Secret: ' . getenv('UVP_API_SECRET'),
    ],
    'content' => json_encode(['metrics' => [$sample]]),
    'ignore_errors' => true,
]]);
echo file_get_contents('${endpoint}', false, $context), PHP_EOL;`,
  );
}

/** In single quotes, PHP knows two escapes only. */
function phpLiteral(value: string | number | object): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value.replace(/[\\']/g, '\\$&')}'`;
  return `[${Object.entries(value)
    .map(([name, item]) => `${phpLiteral(name)} => ${phpLiteral(item)}`)
    .join(', ')}]`;
}
