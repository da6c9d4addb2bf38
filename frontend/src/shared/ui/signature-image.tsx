import type { Schemas } from '@/api/client'

type Drawing = Pick<Schemas['Signature'], 'strokes' | 'width' | 'height'>

/** A drawn signature as it was drawn; needs no antd, so that print pages can show it too. */
export function SignatureImage({ signature, label, className }: { signature: Drawing; label: string; className?: string }) {
  const { strokes, width, height } = signature
  if (strokes.length === 0) return null
  return (
    <svg viewBox={`0 0 ${width || 1} ${height || 1}`} role="img" aria-label={label} className={className}>
      {strokes.map((stroke, index) => (
        <polyline
          // The strokes have no name but their place.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          points={(stroke.length === 1 ? [...stroke, ...stroke] : stroke).map(({ x, y }) => `${x},${y}`).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  )
}
