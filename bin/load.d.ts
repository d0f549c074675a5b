/** Whether this is a checkout, not the published package. */
export declare const isCheckout: boolean;

/** Loads an entry of the project, given as the path of its source: out of dist in the published package, from the sources in a checkout. */
export declare function load(entry: string): unknown;
