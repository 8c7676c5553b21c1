/** The limits of everything that the API takes: published, checked and shown from here. Texts are counted in characters. */
export const limits = {
  email: 254,
  /** Of sign-up; the longest in bytes of UTF-8, because bcrypt reads no more. */
  passwordMin: 8,
  passwordMaxBytes: 72,
  /** Longer text is no attempt to sign in. */
  sentPassword: 1024,
  personName: 100,
  keyName: 100,
  allowedOrigins: 50,
  /** 30 days. */
  overlapSeconds: 2_592_000,
  metric: {
    name: 100,
    description: 2_000,
    metricName: 200,
    labels: 20,
    trackingEvents: 50,
    buckets: 30,
    quantiles: 10,
    maxSeries: 20_000,
  },
  script: {
    sampleOneIn: 100,
    pathPatterns: 20,
    pathPattern: 150,
    queryRoutes: 10,
    queryRoute: 50,
    fileTypes: 30,
    fileType: 10,
  },
  sample: {
    /** A metric's name with what its type adds. */
    name: 206,
    absoluteValue: 1e12,
    values: 1_000,
    labels: 20,
    /** A week. */
    ageMs: 604_800_000,
    /** The year 2000. */
    earliestMs: 946_684_800_000,
  },
  /** Of one request with the secret of a key; a page may send less. */
  batch: { samples: 1_000, dropped: 1e9 },
  page: { limit: 500, defaultLimit: 100, offset: 1_000_000_000 },
} as const;
