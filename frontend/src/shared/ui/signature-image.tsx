import type { Schemas } from '@/api/client'

type Drawing = Pick<Schemas['Signature'], 'path' | 'width' | 'height'>

/** A drawn signature as it was drawn; needs no antd, so that print pages can show it too. */
export function SignatureImage({ signature, label, className }: { signature: Drawing; label: string; className?: string }) {
  const { path, width, height } = signature
  if (path === '') return null
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} className={className}>
      <path d={path} fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
