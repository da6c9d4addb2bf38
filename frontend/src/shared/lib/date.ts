/** Dates are shown in the branch's zone, whatever the laptop says. */
const zone = 'Asia/Shanghai'

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function read(instant: string | number | Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
}

/** `2026-08-01 14:05` */
export function formatDateTime(instant: string | number | Date): string {
  const { year, month, day, hour, minute } = read(instant)
  return `${year}-${month}-${day} ${hour}:${minute}`
}

/** `14:05:09` */
export function formatTime(instant: string | number | Date): string {
  const { hour, minute, second } = read(instant)
  return `${hour}:${minute}:${second}`
}

/** The calendar date of an instant in the branch's zone: `2026-08-01`. */
export function formatDate(instant: string | number | Date): string {
  const { year, month, day } = read(instant)
  return `${year}-${month}-${day}`
}

/** `PT5H30M` or `-PT1H` as milliseconds; undefined for what is not a duration of days, hours, minutes and seconds. */
export function parseDuration(text: string): number | undefined {
  const match = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (match === null) return undefined
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = match
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)
  return (sign === '-' ? -total : total) * 1000
}

/** The first instant of the next calendar day in the branch's zone, which knows no summer time. */
export function endOfDay(instant: number): Date {
  return new Date(Date.parse(`${formatDate(instant)}T00:00:00+08:00`) + 86_400_000)
}
