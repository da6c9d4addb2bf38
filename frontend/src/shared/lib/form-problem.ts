import type { FormInstance } from 'antd'
import { ProblemError } from '@/api/problem'
import { sayProblem } from './say-problem'

type Name = (string | number)[]

/** `/people_met/0/name` → `['people_met', 0, 'name']` (RFC 6901). */
export function namePath(pointer: string): Name {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part))
}

/**
 * Puts the server's words at the fields they are about and goes to the first of them. Returns what no field of this
 * form can take, to be shown above it; undefined when everything has found its place.
 */
export function applyProblem<T>(form: FormInstance<T>, cause: unknown): string | undefined {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  if (errors.length === 0) return sayProblem(cause)
  const byField = new Map<string, { name: Name; errors: string[] }>()
  const rest: string[] = []
  for (const { pointer, detail } of errors) {
    const name = namePath(pointer)
    if (name.length === 0 || form.getFieldInstance(name) === undefined) rest.push(detail)
    else byField.set(pointer, { name, errors: [...(byField.get(pointer)?.errors ?? []), detail] })
  }
  const placed = [...byField.values()]
  // antd types the names of a form by its values; ours come from the server as text.
  form.setFields(placed as unknown as Parameters<typeof form.setFields>[0])
  const first = placed[0]
  if (first !== undefined) form.scrollToField(first.name, { focus: true, block: 'center' })
  if (rest.length === 0) return undefined
  return rest.join('\n')
}
