//! if persist
/** Whether any metric counts this visit; only then does the script touch what it has stored. */
export const counting = { metrics_: 0 };
//! end
