import type { ReactNode } from 'react'

/** Nothing here: why, and what to do about it. */
export function EmptyState({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 64 41" width="64" height="41" aria-hidden="true">
        <ellipse cx="32" cy="33" rx="32" ry="7" className="empty-ground" />
        <path d="M55 13 45 1.3C44.4.5 43.6 0 42.6 0H21.4c-1 0-1.8.5-2.3 1.3L9 13v9h46z" className="empty-lid" />
        <path
          d="M41.6 16c0-1.7 1-3 2.2-3H55v18c0 2.2-1.3 4-3 4H12c-1.7 0-3-1.8-3-4V13h11.2c1.2 0 2.2 1.3 2.2 3 0 1.6 1 2.9 2.2 2.9h14.8c1.2 0 2.2-1.3 2.2-3z"
          className="empty-box"
        />
      </svg>
      <p>{text}</p>
      {children}
    </div>
  )
}
