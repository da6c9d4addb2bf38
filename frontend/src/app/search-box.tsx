import { SearchOutlined } from '@ant-design/icons'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions --
   a combobox: the keys of its options are handled at the input, which keeps the focus */
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http, type Schemas } from '@/api/client'
import { useHotkeys } from '@/shared/lib/hotkeys'
import { sayProblem } from '@/shared/lib/say-problem'
import { useSettled } from '@/shared/lib/settled'

type Hit = Schemas['CustomerSummary']

const searchOptions = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'search', q],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
    placeholderData: q === '' ? undefined : keepPreviousData,
  })

/** One box for name, pinyin, initials, number and the last digits of a phone: the server knows how to look. */
export function SearchBox() {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const q = useSettled(text.trim())
  const { data, error } = useQuery(searchOptions(q))
  const hits = q === '' || error !== null ? [] : (data?.items ?? [])
  useHotkeys({ 'Mod+KeyK': () => input.current?.select(), Slash: () => input.current?.select() })

  const close = () => {
    setOpen(false)
    setActive(-1)
  }
  const show = (hit: Hit) => {
    close()
    setText('')
    input.current?.blur()
    void navigate({ to: '/customers/$customerId', params: { customerId: hit.id } })
  }
  const showAll = () => {
    close()
    void navigate({ to: '/customers', search: { q: text.trim() } })
  }
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    // While an input method composes, these keys are its own.
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined && hits.length > 0) {
      event.preventDefault()
      setOpen(true)
      setActive((active + step + hits.length) % hits.length)
    } else if (event.key === 'Escape') {
      close()
    } else if (event.key === 'Enter' && text.trim() !== '') {
      const hit = hits[active]
      if (hit === undefined) showAll()
      else show(hit)
    }
  }
  const shown = open && text.trim() !== ''
  return (
    <div className="search" role="search">
      <SearchOutlined aria-hidden className="search-icon" />
      <input
        ref={input}
        type="search"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${id}-${active}` : undefined}
        placeholder={t('search.placeholder')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(-1)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={close}
        onKeyDown={press}
      />
      <kbd aria-hidden="true">⌘K</kbd>
      {shown ? (
        <div className="search-results" onMouseDown={(event) => event.preventDefault()}>
          <div id={id} role="listbox" className="search-list" aria-label={t('search.label')}>
            {hits.map((hit, index) => (
              <div
                key={hit.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                onClick={() => show(hit)}
              >
                <span className="search-name">{hit.name}</span>
                <span className="muted tabular">{hit.number}</span>
                <span className="muted search-more">
                  {[hit.mobile ?? hit.phone, hit.employer, hit.owner.name].filter(Boolean).join(' · ')}
                </span>
              </div>
            ))}
          </div>
          {error !== null && q === text.trim() ? <p className="muted">{sayProblem(error)}</p> : null}
          {error === null && hits.length === 0 && data !== undefined && q === text.trim() ? (
            <p className="muted">{t('search.none', { q })}</p>
          ) : null}
          <button type="button" tabIndex={-1} onClick={showAll}>
            {t('search.all')}
          </button>
        </div>
      ) : null}
      <span className="visually-hidden" role="status">
        {shown && error !== null ? sayProblem(error) : shown && data !== undefined ? t('search.found', { count: hits.length }) : ''}
      </span>
    </div>
  )
}
