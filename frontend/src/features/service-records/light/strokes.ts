import type { PointGroup } from 'signature_pad'
import type { Schemas } from '@/api/client'

export type Strokes = Schemas['Point'][][]
export type Drawing = { strokes: Strokes; width: number; height: number }

export const noDrawing: Drawing = { strokes: [], width: 0, height: 0 }

/** Two points are the least that a drawn signature can have. */
export const isDrawn = ({ strokes }: Drawing): boolean => strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= 2

/** The pad's own data as the API takes it: whole pixels, inside the pad, no stroke without points. */
export function toStrokes(groups: readonly PointGroup[], width: number, height: number): Strokes {
  const within = (value: number, most: number) => Math.min(Math.max(Math.round(value), 0), most)
  return groups
    .map(({ points }) => points.map(({ x, y }) => ({ x: within(x, width), y: within(y, height) })))
    .filter((stroke) => stroke.length > 0)
}

/** What was drawn on a pad of another size, as big as it fits this one: a phone that is turned keeps the signature. */
export function fit({ strokes, width, height }: Drawing, toWidth: number, toHeight: number): Strokes {
  if (width === 0 || height === 0) return strokes
  const factor = Math.min(toWidth / width, toHeight / height)
  return strokes.map((stroke) => stroke.map(({ x, y }) => ({ x: Math.round(x * factor), y: Math.round(y * factor) })))
}

/** The other way: what the pad draws again. Time is made up, evenly, because only the line counts. */
export function toGroups(strokes: Strokes, pen: Omit<PointGroup, 'points'>): PointGroup[] {
  return strokes.map((stroke) => ({ ...pen, points: stroke.map(({ x, y }, index) => ({ x, y, time: index * 16, pressure: 0.5 })) }))
}
