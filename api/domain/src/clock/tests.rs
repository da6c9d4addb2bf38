use super::*;
use crate::clock::ClockEventKind::{Paused, Regraded, Resumed, Stopped};
use proptest::prelude::*;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::<Utc>::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

/// Level 1 of P01: 5 hours, warnings at half and four fifths, started at minute 0.
fn promise() -> Promise {
    Promise { started_at: at(0), grade: 1, target: Span::hours(5), warn_at: vec![50, 80] }
}

fn event(minutes: i64, kind: ClockEventKind) -> ClockEvent {
    ClockEvent { at: at(minutes), kind }
}

const TO_LEVEL_2: ClockEventKind = Regraded { grade: 2, target: Span::hours(8) };

#[test]
fn p01_6_level_1_is_due_in_5_hours_with_warnings_on_the_way() {
    let reading = read(&promise(), &[], at(60));
    assert_eq!((reading.state, reading.breached), (ClockState::Running, false));
    assert_eq!((reading.started_at, reading.due_at), (at(0), at(300)));
    assert_eq!((reading.elapsed, reading.remaining), (Span::hours(1), Span::hours(4)));
    let warnings = [WarnAt { percent: 50, at: at(150) }, WarnAt { percent: 80, at: at(240) }];
    assert_eq!(reading.warn_at, warnings);
    let steps: Vec<_> = reading.derivation.iter().map(|line| (line.at, line.step)).collect();
    assert_eq!(steps, [(at(0), LineStep::Started), (at(300), LineStep::Due)]);
}

#[test]
fn the_limit_itself_is_too_late() {
    let just_before = read(&promise(), &[], at(300) - TimeDelta::microseconds(1));
    assert_eq!(just_before.state, ClockState::Running);
    assert_eq!(read(&promise(), &[], at(300)).state, ClockState::Missed);
    let state = |stop| read(&promise(), &[event(stop, Stopped)], at(9999)).state;
    assert_eq!((state(299), state(300), state(301)), (ClockState::Met, ClockState::Missed, ClockState::Missed));
}

#[test]
fn raising_the_level_carries_the_time_already_used() {
    let reading = read(&promise(), &[event(120, TO_LEVEL_2)], at(180));
    assert_eq!((reading.due_at, reading.grade), (at(480), 2));
    assert_eq!((reading.elapsed, reading.remaining), (Span::hours(3), Span::hours(5)));
    assert_eq!(reading.warn_at[0], WarnAt { percent: 50, at: at(240) });
}

#[test]
fn a_raise_after_the_limit_gives_the_longer_limit() {
    let events = [event(360, TO_LEVEL_2)];
    assert_eq!(read(&promise(), &events, at(330)).state, ClockState::Missed);
    assert_eq!(read(&promise(), &events, at(361)).state, ClockState::Running);
    assert_eq!(read(&promise(), &events, at(480)).state, ClockState::Missed);
}

#[test]
fn lowering_the_level_may_make_it_late_at_once() {
    let strict = Regraded { grade: 1, target: Span::hours(1) };
    let reading = read(&promise(), &[event(120, strict)], at(120));
    assert_eq!((reading.state, reading.due_at), (ClockState::Missed, at(60)));
    assert_eq!(reading.remaining.to_string(), "-PT1H");
}

#[test]
fn a_pause_after_the_limit_does_not_move_it() {
    let reading = read(&promise(), &[event(301, Paused), event(400, Resumed)], at(500));
    assert_eq!((reading.state, reading.due_at), (ClockState::Missed, at(300)));
}

#[test]
fn a_paused_clock_says_so_and_its_due_time_moves_along() {
    let events = [event(60, Paused)];
    assert_eq!(read(&promise(), &events, at(60)).due_at, at(300));
    let later = read(&promise(), &events, at(1060));
    assert_eq!((later.state, later.due_at), (ClockState::Paused, at(1300)));
    assert_eq!(later.elapsed, Span::hours(1));
}

#[test]
fn what_had_not_happened_yet_is_not_told() {
    let events = [event(120, TO_LEVEL_2), event(200, Stopped)];
    let reading = read(&promise(), &events, at(60));
    assert_eq!((reading.due_at, reading.stopped_at), (at(300), None));
    assert_eq!(read(&promise(), &events, at(-60)).elapsed, Span(0));
}

#[test]
fn every_line_is_told_in_both_languages() {
    let events = [event(10, Paused), event(20, Resumed), event(30, TO_LEVEL_2), event(40, Stopped)];
    let lines = read(&promise(), &events, at(50)).derivation;
    let steps: Vec<_> = lines.iter().map(|line| line.step).collect();
    assert_eq!(
        steps.iter().map(|step| step.word()).collect::<Vec<_>>(),
        ["started", "paused", "resumed", "regraded", "stopped", "due"]
    );
    assert_eq!(lines[3].sentences().0, "改为 2 级，时限 8 小时；已用 20 分 照算。");
    assert_eq!(lines[3].sentences().1, "Now level 2: 8 h allowed; the 20 min already used count.");
}

fn any_kind() -> impl Strategy<Value = ClockEventKind> {
    prop_oneof![
        (0u8..5, -1000i64..100_000).prop_map(|(grade, s)| Regraded { grade, target: Span(s) }),
        Just(Paused),
        Just(Resumed),
        Just(Stopped),
    ]
}

fn any_events() -> impl Strategy<Value = Vec<ClockEvent>> {
    let one = (-500i64..2000, any_kind()).prop_map(|(minutes, kind)| event(minutes, kind));
    prop::collection::vec(one, 0..12)
}

proptest! {
    #[test]
    fn a_clock_is_total_and_does_not_mind_the_order(events in any_events(), now in -500i64..3000) {
        let mut events = events;
        events.sort_by_key(|e| e.at);
        events.dedup_by_key(|e| e.at);
        let reading = read(&promise(), &events, at(now));
        let backwards: Vec<_> = events.iter().rev().copied().collect();
        prop_assert_eq!(&read(&promise(), &backwards, at(now)), &reading);
        prop_assert!(reading.elapsed >= Span(0));
        prop_assert_eq!(reading.remaining.0, reading.target.0 - reading.elapsed.0);
        prop_assert_eq!(reading.breached, reading.state == ClockState::Missed);
        prop_assert_eq!(reading.state == ClockState::Met, reading.stopped_at.is_some() && !reading.breached);
    }

    #[test]
    fn extremes_do_not_break_it(seconds in any::<i64>(), now in any::<i32>(), events in any_events()) {
        let far = Promise { target: Span(seconds), ..promise() };
        let _ = read(&far, &events, at(now.into()));
        let late = Promise { started_at: DateTime::<Utc>::MAX_UTC, ..promise() };
        let _ = read(&late, &events, DateTime::<Utc>::MIN_UTC);
        let early = Promise { started_at: DateTime::<Utc>::MIN_UTC, ..promise() };
        let _ = read(&early, &events, DateTime::<Utc>::MAX_UTC);
    }

    #[test]
    fn pauses_are_free(a in 0i64..300, pause in 0i64..5000, b in 0i64..600) {
        let events = [event(a, Paused), event(a + pause, Resumed)];
        let paused = read(&promise(), &events, at(a + pause + b));
        let fresh = read(&promise(), &[], at(a + b));
        prop_assert_eq!((paused.elapsed, paused.state), (fresh.elapsed, fresh.state));
        if a < 300 {
            prop_assert_eq!(paused.due_at - fresh.due_at, TimeDelta::minutes(pause));
        }
    }

    #[test]
    fn changing_the_level_never_changes_the_time_used(when in 0i64..400, grade in 0u8..4, hours in 1u32..20, now in 0i64..1500) {
        let events = [event(when, Regraded { grade, target: Span::hours(hours) })];
        let changed = read(&promise(), &events, at(now));
        prop_assert_eq!(changed.elapsed, read(&promise(), &[], at(now)).elapsed);
        if when <= now {
            prop_assert_eq!(changed.due_at, at(i64::from(hours) * 60));
        }
    }

    #[test]
    fn due_never_moves_back_unless_the_target_shrinks(events in any_events(), a in 0i64..2500, b in 0i64..2500) {
        let pauses: Vec<_> = events.into_iter().filter(|e| !matches!(e.kind, Regraded { .. })).collect();
        let (early, late) = (a.min(b), a.max(b));
        prop_assert!(read(&promise(), &pauses, at(early)).due_at <= read(&promise(), &pauses, at(late)).due_at);
    }

    #[test]
    fn once_reached_the_warnings_come_in_order_before_the_limit(events in any_events(), now in 0i64..3000) {
        let reading = read(&promise(), &events, at(now));
        if reading.target > Span(0) {
            prop_assert!(reading.warn_at.is_sorted_by_key(|warn| warn.at));
            prop_assert!(reading.warn_at.iter().all(|warn| warn.at <= reading.due_at));
        }
    }
}
