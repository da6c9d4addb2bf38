import { flag, searchSchema, text } from '@/shared/lib/search-schema'

/** `back`: where the user wanted to go. `signed_out`: show the form even where a session may still be found. */
export const signInSearch = searchSchema({ back: text, signed_out: flag })
