// Written by `npm run contract` from backend/src/contract and backend/src/metric. Change it there.

export const metricTypes = [
  "counter",
  "gauge",
  "histogram",
  "summary"
] as const;

export const limits = {
  "email": 254,
  "passwordMin": 8,
  "passwordMaxBytes": 72,
  "sentPassword": 1024,
  "personName": 100,
  "keyName": 100,
  "allowedOrigins": 50,
  "overlapSeconds": 2592000,
  "metric": {
    "name": 100,
    "description": 2000,
    "metricName": 200,
    "labels": 20,
    "trackingEvents": 50,
    "buckets": 30,
    "quantiles": 10,
    "maxSeries": 20000
  },
  "script": {
    "sampleOneIn": 100,
    "pathPatterns": 20,
    "pathPattern": 150,
    "queryRoutes": 10,
    "queryRoute": 50,
    "fileTypes": 30,
    "fileType": 10
  },
  "sample": {
    "name": 206,
    "absoluteValue": 1000000000000,
    "values": 1000,
    "labels": 20,
    "ageMs": 604800000,
    "earliestMs": 946684800000
  },
  "batch": {
    "samples": 1000,
    "dropped": 1000000000
  },
  "page": {
    "limit": 500,
    "defaultLimit": 100,
    "offset": 1000000000
  }
} as const;

export const metricDefaults = {
  "description": null,
  "labels": {},
  "trackingEvents": [],
  "buckets": null,
  "quantiles": null,
  "scriptOptions": {
    "persist": false,
    "sampleOneIn": 1,
    "respectGpc": false,
    "respectDnt": false,
    "hashRoutes": false,
    "queryRoutes": [],
    "fileTypes": [],
    "pathPatterns": []
  },
  "autoTrack": false,
  "inPages": true,
  "isActive": true,
  "maxSeries": 1000
} as const;

export const exportedSeries = {
  "counter": {
    "fixed": 1,
    "perBucket": 0,
    "perQuantile": 0,
    "usual": {
      "buckets": 0,
      "quantiles": 0
    }
  },
  "gauge": {
    "fixed": 1,
    "perBucket": 0,
    "perQuantile": 0,
    "usual": {
      "buckets": 0,
      "quantiles": 0
    }
  },
  "histogram": {
    "fixed": 3,
    "perBucket": 1,
    "perQuantile": 0,
    "usual": {
      "buckets": 11,
      "quantiles": 0
    }
  },
  "summary": {
    "fixed": 2,
    "perBucket": 0,
    "perQuantile": 1,
    "usual": {
      "buckets": 0,
      "quantiles": 4
    }
  }
} as const;
