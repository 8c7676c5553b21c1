-- wrk script: POSTs batches of samples, each request under a fresh batch id, over a fixed set of series.
-- Environment: BENCH_SAMPLES per request, BENCH_SERIES in all, BENCH_KEY and BENCH_SECRET, BENCH_RUN (unique for each run of wrk).
local samplesPerRequest = tonumber(os.getenv("BENCH_SAMPLES"))
local seriesCount = tonumber(os.getenv("BENCH_SERIES"))
local run = os.getenv("BENCH_RUN")
local bodyCount = 200
local bodies = {}
local sent = 0

local devices = { "desktop", "phone", "tablet" }

local function sample(series)
  return string.format(
    '{"name":"bench_requests_total","value":%d,"labels":{"path":"/products/%d","device":"%s","country":"DE","plan":"free"}}',
    series % 7 + 1, series, devices[series % 3 + 1])
end

function init()
  for body = 1, bodyCount do
    local samples = {}
    for position = 1, samplesPerRequest do
      samples[position] = sample((body * 97 + position * 31) % seriesCount)
    end
    bodies[body] = table.concat(samples, ",")
  end
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["X-API-Key"] = os.getenv("BENCH_KEY")
  wrk.headers["X-API-Secret"] = os.getenv("BENCH_SECRET")
end

function request()
  sent = sent + 1
  local body = string.format('{"batchId":"%s-%d","metrics":[%s]}', run, sent, bodies[sent % bodyCount + 1])
  return wrk.format("POST", "/api/v1/metrics", nil, body)
end

function done(summary, latency)
  io.write(string.format(
    'RESULT {"requests":%d,"microseconds":%d,"p50Us":%d,"p99Us":%d,"failedStatus":%d,"failedSocket":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
