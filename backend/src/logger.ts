import winston from 'winston';

/** What the rest of the code sees of winston: a line, and facts about it. */
export type Logger = winston.Logger;

const secretKeys =
  /^(authorization|cookie|set-cookie|password|newpassword|currentpassword|token|jwt|secret|api_?secret|x-api-secret|browser_?token|database_?url|jwt_?secret)$/i;
const secretText =
  /\b(?:ms_live_[A-Za-z0-9]{6,}|m[bt]_[A-Za-z0-9_.-]{16,}|Bearer\s+[A-Za-z0-9._~+/-]+=*|eyJ[\w-]+\.[\w-]+\.[\w-]+)|(?<=:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,300}(?=@)/g;
const maxDepth = 6;

/**
 * Replaces what must never reach a log: values under secret-sounding keys, and tokens inside strings.
 * Errors become `{name, message, stack, cause}`; nesting past six levels is cut.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(secretText, '[redacted]');
  if (value instanceof Error) {
    const { name, message, stack, cause, ...facts } = value as Error & Record<string, unknown>;
    return redact(
      { name: value.name, message: value.message, stack: value.stack, cause: value.cause, ...facts },
      depth,
    );
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= maxDepth) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => redact(item, depth + 1));
  const out: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    out[key] = secretKeys.test(key) ? '[redacted]' : redact(child, depth + 1);
  }
  return out;
}

const redactFormat = winston.format((info) => {
  for (const key of Object.keys(info)) {
    if (key === 'level' || key === 'timestamp') continue;
    info[key] = secretKeys.test(key) ? '[redacted]' : redact(info[key]);
  }
  return info;
});

const readableLine = winston.format.printf(({ timestamp, level, message, ...facts }) => {
  const time = String(timestamp).slice(11, 23);
  const rest = Object.keys(facts).length > 0 ? ` ${JSON.stringify(facts)}` : '';
  return `${time} ${level.padEnd(5)} ${String(message)}${rest}`;
});

/**
 * A logger that writes to standard output: a JSON object a line in production, one readable line elsewhere. Control characters
 * arrive escaped in both, so that a caller cannot forge a line.
 */
export function createLogger(options: { level: string; json: boolean; stream?: NodeJS.WritableStream }): Logger {
  const line = options.json ? winston.format.json() : readableLine;
  const escapeControls = winston.format((info) => {
    info.message = String(info.message).replace(
      /[\u0000-\u001f\u007f]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return info;
  });
  return winston.createLogger({
    level: options.level,
    format: winston.format.combine(winston.format.timestamp(), redactFormat(), escapeControls(), line),
    transports: [
      options.stream ? new winston.transports.Stream({ stream: options.stream }) : new winston.transports.Console(),
    ],
  });
}
