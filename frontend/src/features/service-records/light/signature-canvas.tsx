import './signature.css'
import { useEffect, useEffectEvent, useRef } from 'react'
import SignaturePad from 'signature_pad'
import { fit, toGroups, toStrokes, type Drawing } from './strokes'

type Props = {
  label: string
  drawing: Drawing
  onDraw: (drawing: Drawing) => void
  /** Confirmed: it stands, and a stray touch adds nothing. */
  locked: boolean
}

const pen = { penColor: '#111', minWidth: 1, maxWidth: 2.8 }

/** White paper and black ink in every theme. Drawn anew whenever its size changes. */
export function SignatureCanvas({ label, drawing, onDraw, locked }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pad = useRef<SignaturePad>(null)
  const redraw = useEffectEvent(() => {
    if (canvas.current === null || pad.current === null) return
    const { width, height } = fitToScreen(canvas.current)
    pad.current.fromData(toGroups(fit(drawing, width, height), penOf(pad.current)))
  })
  const draw = useEffectEvent(() => {
    if (canvas.current === null || pad.current === null) return
    const { width, height } = sizeOf(canvas.current)
    onDraw({ strokes: toStrokes(pad.current.toData(), width, height), width, height })
  })
  useEffect(() => {
    if (canvas.current === null) return undefined
    const made = new SignaturePad(canvas.current, pen)
    pad.current = made
    redraw()
    made.addEventListener('endStroke', () => draw())
    const watch = new ResizeObserver(() => redraw())
    watch.observe(canvas.current)
    return () => {
      watch.disconnect()
      made.off()
    }
  }, [])
  useEffect(() => {
    if (locked) pad.current?.off()
    else pad.current?.on()
  }, [locked])
  const empty = drawing.strokes.length === 0
  useEffect(() => {
    if (empty) pad.current?.clear()
  }, [empty])
  return <canvas ref={canvas} className="signature-pad" role="img" aria-label={label} />
}

const sizeOf = (canvas: HTMLCanvasElement) => ({ width: Math.round(canvas.offsetWidth), height: Math.round(canvas.offsetHeight) })

/** As many pixels as the screen has, so that the line is sharp; setting them clears the canvas. */
function fitToScreen(canvas: HTMLCanvasElement): { width: number; height: number } {
  const size = sizeOf(canvas)
  const ratio = Math.max(globalThis.devicePixelRatio || 1, 1)
  canvas.width = size.width * ratio
  canvas.height = size.height * ratio
  canvas.getContext('2d')?.scale(ratio, ratio)
  return size
}

const penOf = ({ penColor, dotSize, minWidth, maxWidth, velocityFilterWeight, compositeOperation }: SignaturePad) => ({
  penColor,
  dotSize,
  minWidth,
  maxWidth,
  velocityFilterWeight,
  compositeOperation,
})
