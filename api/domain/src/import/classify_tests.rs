use super::*;
use chrono::NaiveDate;
use proptest::prelude::*;
use uuid::Uuid;

const WANG: CustomerId = CustomerId(Uuid::from_u128(1));
const LI: CustomerId = CustomerId(Uuid::from_u128(2));
const ID: &str = "11010519491231002X";

fn values(pairs: &[(Field, &str)]) -> Values {
    pairs.iter().map(|(field, value)| (*field, (*value).to_owned())).collect()
}

fn row(pairs: &[(Field, &str)]) -> Candidate {
    Candidate::read(&values(pairs), NaiveDate::from_ymd_opt(2026, 11, 22).unwrap())
}

/// 王五, external id 95, as the file has him.
fn wang() -> Known {
    Known {
        id: WANG,
        values: values(&[
            (Field::ExternalId, "95"),
            (Field::Name, "王五"),
            (Field::Mobile, "13812345678"),
            (Field::Sex, "male"),
        ]),
    }
}

fn facts(matched: Option<Known>, holders: &[(Field, CustomerId)]) -> Facts {
    Facts { matched, holders: holders.to_vec() }
}

fn judge(pairs: &[(Field, &str)], facts: &Facts) -> Verdict {
    Seen::default().classify(2, row(pairs), facts)
}

fn codes(verdict: &Verdict) -> Vec<(Option<Field>, &'static str)> {
    verdict.problems.iter().map(|one| (one.field, one.refusal.code())).collect()
}

#[test]
fn an_unknown_customer_is_new_and_goes_by_its_external_id_if_it_has_no_name() {
    let verdict = judge(&[(Field::ExternalId, "用户95"), (Field::Sex, "男")], &Facts::default());
    assert_eq!(verdict.outcome, Outcome::New);
    assert_eq!(verdict.values[&Field::Name], "用户95");
    assert_eq!(verdict.values[&Field::Sex], "male");
    assert_eq!((verdict.customer_id, verdict.changes.len()), (None, 0));
}

#[test]
fn a_known_customer_is_the_same_or_changed_and_blanks_change_nothing() {
    let known = facts(Some(wang()), &[(Field::Mobile, WANG)]);
    let same = [(Field::ExternalId, "95"), (Field::Mobile, "+86 138-1234-5678"), (Field::Name, " ")];
    let verdict = judge(&same, &known);
    assert_eq!((verdict.outcome, verdict.customer_id), (Outcome::Same, Some(WANG)));

    let changed = judge(&[(Field::ExternalId, "95"), (Field::Name, "王武"), (Field::Tier, "金")], &known);
    assert_eq!(changed.outcome, Outcome::Changed);
    let change = |field, from: Option<&str>, to: &str| Change { field, from: from.map(Into::into), to: to.into() };
    assert_eq!(changed.changes, [change(Field::Name, Some("王五"), "王武"), change(Field::Tier, None, "金")]);
}

#[test]
fn the_mask_of_the_stored_value_is_no_change_and_any_other_mask_is_invalid() {
    let known = facts(Some(wang()), &[]);
    let own = [(Field::ExternalId, "95"), (Field::Mobile, "138****5678")];
    assert_eq!(judge(&own, &known).outcome, Outcome::Same);
    let masked = [(Some(Field::Mobile), "masked_value")];
    for (other, facts) in [("139****5678", &known), ("138****5678", &Facts::default())] {
        let verdict = judge(&[(Field::ExternalId, "95"), (Field::Mobile, other)], facts);
        assert_eq!((verdict.outcome, codes(&verdict).as_slice()), (Outcome::Invalid, masked.as_slice()));
    }
}

#[test]
fn somebody_else_s_number_is_a_conflict_and_one_s_own_is_not() {
    let new = judge(&[(Field::Name, "李四"), (Field::IdNumber, ID)], &facts(None, &[(Field::IdNumber, LI)]));
    assert_eq!(new.outcome, Outcome::Conflict);
    assert_eq!(codes(&new), [(Some(Field::IdNumber), "import_row_conflict")]);
    let cells = [(Field::ExternalId, "95"), (Field::Mobile, "13912345678")];
    let taken = judge(&cells, &facts(Some(wang()), &[(Field::Mobile, LI)]));
    assert_eq!((taken.outcome, taken.changes.len()), (Outcome::Conflict, 0));
    let own = judge(&cells, &facts(Some(wang()), &[(Field::Mobile, WANG)]));
    assert_eq!(own.outcome, Outcome::Changed);
}

#[test]
fn an_external_id_of_a_customer_out_of_sight_is_a_conflict_that_shows_nobody() {
    let verdict = judge(&[(Field::ExternalId, "95")], &facts(None, &[(Field::ExternalId, LI)]));
    assert_eq!((verdict.outcome, verdict.customer_id), (Outcome::Conflict, None));
    assert_eq!(codes(&verdict), [(Some(Field::ExternalId), "import_row_conflict")]);
}

#[test]
fn a_row_may_not_rename_a_customer_but_may_give_the_first_external_id() {
    let number = crate::customer_number::compose("1001", 7).unwrap();
    let numbered = |external_id: Option<&str>| {
        let mut known = wang();
        known.values.insert(Field::Number, number.clone());
        known.values.remove(&Field::ExternalId);
        if let Some(id) = external_id {
            known.values.insert(Field::ExternalId, id.to_owned());
        }
        facts(Some(known), &[])
    };
    let cells = [(Field::ExternalId, "96"), (Field::Number, number.as_str())];
    assert_eq!(judge(&cells, &numbered(None)).outcome, Outcome::Changed);
    assert_eq!(judge(&cells, &numbered(Some("95"))).outcome, Outcome::Conflict);
    let unknown = judge(&cells, &Facts::default());
    assert_eq!((unknown.outcome, codes(&unknown)[0].1), (Outcome::Invalid, "customer_number_unknown"));
}

#[test]
fn a_row_without_name_and_key_is_invalid_with_a_reason_in_both_languages() {
    let verdict = judge(&[(Field::Sex, "男"), (Field::Mobile, "123")], &Facts::default());
    assert_eq!(verdict.outcome, Outcome::Invalid);
    assert_eq!(codes(&verdict), [(Some(Field::Mobile), "mobile_shape"), (Some(Field::Name), "cell_blank")]);
    for one in verdict.problems {
        let (zh, en) = one.refusal.sentences();
        assert!(zh.ends_with('。') && en.ends_with('.'));
    }
}

#[test]
fn a_later_row_with_the_same_key_is_a_duplicate_and_names_the_first() {
    let mut seen = Seen::default();
    let mut ask = |number, id: &str| seen.classify(number, row(&[(Field::ExternalId, id)]), &Facts::default());
    assert_eq!(ask(2, "95").outcome, Outcome::New);
    assert_eq!(ask(3, "用户95").outcome, Outcome::New);
    for later in [4, 5] {
        let verdict = ask(later, "95");
        assert_eq!(verdict.outcome, Outcome::Duplicate);
        assert_eq!(verdict.problems[0].refusal, Refusal::ImportRowDuplicate { first_row: 2 });
        assert!(verdict.values.is_empty());
    }
}

#[test]
fn two_customers_of_one_file_do_not_share_an_id_number() {
    let mut seen = Seen::default();
    let mut ask = |number, id: &str| {
        seen.classify(number, row(&[(Field::ExternalId, id), (Field::IdNumber, ID)]), &Facts::default()).outcome
    };
    assert_eq!((ask(2, "1"), ask(3, "2"), ask(4, "1")), (Outcome::New, Outcome::Conflict, Outcome::Duplicate));
}

proptest! {
    #[test]
    fn a_row_imported_is_the_same_afterwards(
        id in "[a-z0-9]{1,8}", name in "[\\p{Han}a-z]{0,6}", mobile in prop::option::of("1[3-9][0-9]{9}"), sex in "[男女]",
    ) {
        let mut cells = values(&[(Field::ExternalId, &id), (Field::Name, &name), (Field::Sex, &sex)]);
        cells.extend(mobile.map(|number| (Field::Mobile, number)));
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let first = Seen::default().classify(2, Candidate::read(&cells, today), &Facts::default());
        prop_assert_eq!(first.outcome, Outcome::New);
        let stored = facts(Some(Known { id: WANG, values: first.values.clone() }), &[(Field::Mobile, WANG)]);
        let again = Seen::default().classify(2, Candidate::read(&cells, today), &stored);
        prop_assert_eq!(again.outcome, Outcome::Same);
        let shown = first.values.iter().map(|(field, value)| (*field, field.shown(value))).collect();
        let exported = Seen::default().classify(2, Candidate::read(&shown, today), &stored);
        prop_assert_eq!(exported.outcome, Outcome::Same);
    }

    #[test]
    fn every_row_has_one_outcome_that_fits_its_verdict(
        rows in prop::collection::vec(prop::collection::btree_map(prop::sample::select(Field::ALL), "[0-9男女*a]{0,12}", 0..6), 0..12),
    ) {
        let mut seen = Seen::default();
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        for (number, cells) in (2..).zip(rows) {
            let verdict = seen.classify(number, Candidate::read(&cells, today), &Facts::default());
            prop_assert_eq!(verdict.problems.is_empty(), verdict.outcome == Outcome::New);
            prop_assert_eq!(verdict.values.contains_key(&Field::Name), verdict.outcome == Outcome::New);
            prop_assert!(verdict.changes.is_empty());
        }
    }
}
