/** Tells the names of one run from those of another; letters among the digits, because a long number in a text is masked. */
export const mark = (): string => Date.now().toString(36)
