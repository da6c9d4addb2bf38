import { inflateRawSync } from 'node:zlib'

/** The first sheet of an .xlsx as text, row by row. Reads it by itself, so that it shares no mistake with the product. */
export function readWorkbook(file: Buffer): string[][] {
  const parts = unzip(file)
  const strings = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si>([\s\S]*?)<\/si>|<si\/>/g)].map(([, si]) => textIn(si ?? ''))
  const sheet = [...parts].find(([name]) => /^xl\/worksheets\/sheet1?\.xml$/.test(name))?.[1] ?? ''
  return [...sheet.matchAll(/<row[^>]*?(?:\/>|>([\s\S]*?)<\/row>)/g)].map(([, row]) => cellsOf(row ?? '', strings))
}

function cellsOf(row: string, strings: readonly string[]): string[] {
  const cells: string[] = []
  for (const [, attributes = '', content = ''] of row.matchAll(/<c([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
    const column = /r="([A-Z]+)/.exec(attributes)?.[1]
    const index =
      column === undefined ? cells.length : Array.from(column).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
    while (cells.length < index) cells.push('')
    const value = /<v>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? ''
    if (/t="s"/.test(attributes)) cells[index] = strings[Number(value)] ?? ''
    else cells[index] = /t="inlineStr"/.test(attributes) ? textIn(content) : plain(value)
  }
  return cells
}

const textIn = (xml: string): string => plain([...xml.matchAll(/<t[^>]*>([\s\S]*?)<\/t>/g)].map(([, text]) => text ?? '').join(''))

const plain = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&')

/** The parts of a zip file by name, from its central directory. */
function unzip(file: Buffer): Map<string, string> {
  const end = file.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  const parts = new Map<string, string>()
  let at = file.readUInt32LE(end + 16)
  for (let count = file.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [number, number, number]
    const name = file.subarray(at + 46, at + 46 + nameLength).toString('utf8')
    const local = file.readUInt32LE(at + 42)
    const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const packed = file.subarray(begin, begin + file.readUInt32LE(at + 20))
    const content = file.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed)
    if (name.endsWith('.xml')) parts.set(name, content.toString('utf8'))
    at += 46 + nameLength + extra + comment
  }
  return parts
}
