/**
 * Where this page is, with its path and a slash at the end, such as `https://example.com/uvp/`. A proxy may show the dashboard below any
 * path; its own address says which.
 */
export function pageUrl(): URL {
  return new URL('.', location.href);
}

/** The address of something of ours by its path below the page, such as `api/v1/health`. */
export function ownAddress(path: string): string {
  return new URL(path, pageUrl()).href;
}

/**
 * A name in the browser's storage: `uvp.session`, or `uvp/uvp.session` below `/uvp/`. All pages of a host share it, and another dashboard
 * may be below another path.
 */
export function storedName(name: string): string {
  return `uvp${pageUrl().pathname.replace(/\/$/, '')}.${name}`;
}
