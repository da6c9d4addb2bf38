/** The keys of the Chinese catalogue, any text as value: a translation that misses or adds a key fails tsc. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
