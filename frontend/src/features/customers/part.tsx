import { useId, type ReactNode } from 'react'

type Props = { title: string; count?: number | undefined; extra?: ReactNode; children: ReactNode }

/** A part of the 360: a heading, what can be done there, and what there is. */
export function Part({ title, count, extra, children }: Props) {
  const id = useId()
  return (
    <section className="part" aria-labelledby={id}>
      <header className="part-head">
        <h2 id={id}>
          {title}
          {count === undefined || count === 0 ? null : <span className="part-count"> {count}</span>}
        </h2>
        {extra}
      </header>
      {children}
    </section>
  )
}
