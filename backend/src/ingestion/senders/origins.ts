/**
 * True when an Origin header is on a list of exact origins (`https://shop.example:8443`) and wildcards for subdomains
 * (`https://*.shop.example`, which does not include `https://shop.example` itself). `null`, the origin of sandboxed frames and
 * files, is on no list.
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  const given = origin.toLowerCase();
  return allowed.some((entry) => {
    const star = entry.indexOf('://*.');
    if (star === -1) return given === entry;
    const scheme = entry.slice(0, star + 3);
    const rest = entry.slice(star + 4);
    return given.startsWith(scheme) && given.endsWith(rest) && given.length > scheme.length + rest.length;
  });
}
