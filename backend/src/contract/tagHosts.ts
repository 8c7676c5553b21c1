/**
 * Whose host a tag and its script use: that of the platform (PUBLIC_URL), or the page's own, which passes both paths on to the platform.
 * The second one asks nothing of another host, whatever a tag says, so a tag cannot make a page send elsewhere.
 */
export const tagHosts = ['platform', 'page'] as const;
export type TagHost = (typeof tagHosts)[number];
