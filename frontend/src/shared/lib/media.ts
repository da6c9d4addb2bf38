import { useSyncExternalStore } from 'react'

/** Below this width the phone's layout holds: bottom bar, cards for rows, drawers over the whole screen. */
const phone = '(max-width: 767px)'

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}

export const usePhone = (): boolean => useMedia(phone)

/** Whether the person asked their system for less motion. */
export const useStill = (): boolean => useMedia('(prefers-reduced-motion: reduce)')
