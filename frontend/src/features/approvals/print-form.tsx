import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import type zh from '@/shared/i18n/locales/zh-CN/approvals'
import { formatDate } from '@/shared/lib/date'
import { SignatureImage } from '@/shared/ui/signature-image'
import type { Approval, Step } from './api'

type Word = Exclude<keyof typeof zh.print, 'sexes' | 'foot'>
type Props = { approval: Approval; customer: Schemas['Customer'] | undefined; foot: string }

/** The form is Chinese; who works in English reads the translation below each word. */
function useWords() {
  const { i18n } = useTranslation('approvals')
  const chinese = i18n.getFixedT('zh-CN', 'approvals')
  const english = i18n.language === 'en-US' ? i18n.getFixedT('en-US', 'approvals') : undefined
  return { chinese, english, general: i18n.getFixedT('zh-CN', 'general') }
}

export function PrintForm({ approval, customer, foot }: Props) {
  const { chinese, english, general } = useWords()
  const { form, org, applicant, number, created_at } = approval
  const title = approval.kind === 'renewal' ? 'print.renewalTitle' : 'print.title'
  const yes = (value: boolean) => general(value ? 'yes' : 'no')
  return (
    <article className="paper" lang="zh-CN">
      <h1>
        {chinese(title)}
        {english === undefined ? null : <small lang="en">{english(title)}</small>}
      </h1>
      <p className="paper-head">
        <span>
          <Label word="org" />：{org.name}
        </span>
        <span>
          <Label word="date" />：{formatDate(created_at)}
        </span>
        <span>
          <Label word="number" />：{number}
        </span>
      </p>
      <table>
        <tbody>
          <CustomerRows approval={approval} customer={customer} />
          <Pair a="special_kind" av={chinese(`specialKind.${form.special_kind}`)} b="term" bv={<Term form={form} />} />
          <Pair a="contribution" av={yes(form.special_contribution)} b="network" bv={yes(form.on_our_network)} />
          <Pair a="device" av={form.device_type} b="packages" bv={form.programme_packages.join('、')} />
          <Wide word="reason" tall>
            {form.reason}
          </Wide>
          <Pair a="applicant" av={applicant.name} b="status" bv={chinese(`status.${approval.status}`)} />
          {lastRound(approval).map((step) => (
            <SignatureRow key={step.id} step={step} />
          ))}
        </tbody>
      </table>
      <p className="paper-foot">{foot}</p>
    </article>
  )
}

/** What counts is the submission that was decided last; earlier ones are on file. */
const lastRound = ({ steps, round }: Approval): Step[] => steps.filter((step) => step.round === round)

function CustomerRows({ approval, customer }: Pick<Props, 'approval' | 'customer'>) {
  const { chinese } = useWords()
  const { name, number } = approval.customer
  return (
    <>
      <Pair a="customer" av={name} b="customerNumber" bv={number} />
      {customer === undefined ? null : (
        <>
          <Pair a="sex" av={customer.sex ? chinese(`print.sexes.${customer.sex}`) : ''} b="employer" bv={customer.employer} />
          <Pair a="department" av={customer.department} b="post" bv={customer.post} />
          <Pair a="mobile" av={customer.mobile} b="phone" bv={customer.phone} />
          <Pair a="smartCard" av={customer.smart_card_number} b="address" bv={customer.address} />
        </>
      )}
    </>
  )
}

function Label({ word }: { word: Word }) {
  const { chinese, english } = useWords()
  return (
    <>
      {chinese(`print.${word}`)}
      {english === undefined ? null : <small lang="en">{english(`print.${word}`)}</small>}
    </>
  )
}

function Term({ form }: { form: Approval['form'] }) {
  const { chinese } = useWords()
  return (
    <>
      {form.starts_on} {chinese('print.to')} {form.ends_on}
    </>
  )
}

type PairProps = { a: Word; av: ReactNode; b: Word; bv: ReactNode }

function Pair({ a, av, b, bv }: PairProps) {
  return (
    <tr>
      <th scope="row">
        <Label word={a} />
      </th>
      <td>{av}</td>
      <th scope="row">
        <Label word={b} />
      </th>
      <td>{bv}</td>
    </tr>
  )
}

function Wide({ word, tall = false, children }: { word: Word; tall?: boolean; children: ReactNode }) {
  return (
    <tr className={tall ? 'tall' : ''}>
      <th scope="row">
        <Label word={word} />
      </th>
      <td colSpan={3}>{children}</td>
    </tr>
  )
}

/** The box a leader signs in: filled by what was decided here, empty for a pen where nothing was. */
function SignatureRow({ step }: { step: Step }) {
  const { chinese, english } = useWords()
  const decided = step.status === 'approved' || step.status === 'returned' || step.status === 'refused'
  return (
    <tr className="sign">
      <th scope="row">
        {step.name_zh}
        {english === undefined ? null : <small lang="en">{step.name_en}</small>}
        <span className="sign-org">{step.org.name}</span>
      </th>
      <td colSpan={3}>
        <p>
          <Label word="opinion" />：{decided ? chinese(`stepStatus.${step.status}`) : ''}
          {step.comment ? `。${step.comment}` : ''}
        </p>
        <p className="sign-line">
          <span>
            <Label word="sign" />：
            {step.signature ? (
              <SignatureImage signature={step.signature} label={step.signature.signer_name} className="sign-image" />
            ) : null}
            <span className="blank">{step.decided_by?.name ?? ''}</span>
          </span>
          <span>
            <Label word="signDate" />：<span className="blank">{step.decided_at ? formatDate(step.decided_at) : ''}</span>
          </span>
        </p>
      </td>
    </tr>
  )
}
