//! if routes
/** What the page shows. An event that ends a view still carries the path of that view. */
export const currentView = {} as { path_: string; isLater_?: boolean };
//! end
