//! if routes
/** Where the page is. What ends with a change of the address still belongs to the path before. */
export const here = {} as { path_: string };
//! end
