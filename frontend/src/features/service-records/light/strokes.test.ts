import { expect, test } from 'vitest'
import { fit, isDrawn, toGroups, toStrokes } from './strokes'

const pen = {
  penColor: '#000',
  dotSize: 0,
  minWidth: 1,
  maxWidth: 2,
  velocityFilterWeight: 0.7,
  compositeOperation: 'source-over' as const,
}

test('points are whole pixels inside the pad', () => {
  const groups = toGroups([[{ x: 1, y: 2 }]], pen)
  groups[0]?.points.push({ x: 320.6, y: -3, time: 1, pressure: 0.5 })
  expect(toStrokes(groups, 320, 160)).toEqual([
    [
      { x: 1, y: 2 },
      { x: 320, y: 0 },
    ],
  ])
})

test('a phone that is turned keeps the shape of the signature', () => {
  const drawing = { strokes: [[{ x: 100, y: 80 }]], width: 400, height: 160 }
  expect(fit(drawing, 800, 160)).toEqual([[{ x: 100, y: 80 }]])
  expect(fit(drawing, 200, 160)).toEqual([[{ x: 50, y: 40 }]])
})

test('a single dot is no signature', () => {
  expect(isDrawn({ strokes: [[{ x: 1, y: 1 }]], width: 10, height: 10 })).toBe(false)
  expect(isDrawn({ strokes: [[{ x: 1, y: 1 }], [{ x: 2, y: 2 }]], width: 10, height: 10 })).toBe(true)
})
