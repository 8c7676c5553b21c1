//! if routes
/** Where the page is, and whether another view was before. What ends with a change of the address still belongs to the path before. */
export const here = {} as { path_: string; isLater_?: boolean };
//! end
