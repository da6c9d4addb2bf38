import { useDeferredValue, useEffect, useState } from 'react'

/** The text once the user has stopped typing for a moment. */
export function useSettled(text: string, ms = 150): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])
  return useDeferredValue(settled)
}
