import { useId, type ReactNode } from 'react'

export function SecurityPart({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section className="security-part" aria-labelledby={id}>
      <header className="security-head">
        <h2 id={id}>{title}</h2>
        {extra}
      </header>
      {children}
    </section>
  )
}
