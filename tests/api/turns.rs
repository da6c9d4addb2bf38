//! Requests that share one commit: who gives up takes nobody's work along, and refusals among writes are refusals.

use std::{collections::BTreeSet, future::poll_fn, task::Poll};

use actix_web::{rt, web::Data};
use futures_util::future::join_all;
use guibin_api::{
    event::{Subject, Topic},
    state::State,
};
use guibin_entity::{event, key_person};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use uuid::Uuid;

use crate::{client::send, customers::someone, harness::TestApp};

/// Tells of something, in a transaction, and answers what.
async fn tell(state: Data<State>, org: guibin_domain::ids::OrgId) -> Uuid {
    let id = Uuid::now_v7();
    let told = state.as_system(async |tx| tx.emit(Topic::OrgChanged, Subject::new("org", id, org), json!({})).await);
    told.await.unwrap();
    id
}

/// Whatever `work` comes to, unless it is still at it when it has been looked at so often.
async fn given_up_after<T>(looks: usize, work: impl Future<Output = T>) -> Option<T> {
    let (mut work, mut looked) = (Box::pin(work), 0);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending if looked == looks => Poll::Ready(None),
        Poll::Pending => {
            looked += 1;
            Poll::Pending
        }
    })
    .await
}

#[actix_web::test]
async fn whoever_gives_up_at_any_step_takes_no_work_of_others_along() {
    let app = TestApp::start().await;
    let org = app.user("manager-a").await.org_id;
    let mut done = BTreeSet::new();
    // At which look the savepoint opens depends on who wakes whom, so several give up in each group, at the first looks
    // and at one that goes all the way: without `Turns::step_in` one group in three loses something.
    for late in 0..40 {
        // The first opens the group; the others wait behind it, and share its commit.
        let first = rt::spawn(tell(app.state.clone(), org));
        let gone = (0..6).chain([late]).map(|looks| rt::spawn(given_up_after(looks, tell(app.state.clone(), org))));
        let gone: Vec<_> = gone.collect();
        let last = rt::spawn(tell(app.state.clone(), org));
        done.extend([first.await.unwrap(), last.await.unwrap()]);
        for gone in gone {
            done.extend(gone.await.unwrap());
        }
    }
    let stored: BTreeSet<_> =
        event::Entity::find().all(app.db()).await.unwrap().into_iter().map(|event| event.subject_id).collect();
    let lost: Vec<_> = done.difference(&stored).collect();
    assert!(lost.is_empty(), "{} of {} were said to be done and are not there", lost.len(), done.len());
}

#[actix_web::test]
async fn thirty_writers_of_key_persons_and_refusals_among_them_meet_no_fault_of_ours() {
    let app = TestApp::start().await;
    let (manager, stranger) = (app.sign_in("manager-a").await, app.sign_in("manager-b").await);
    let people = format!("/customers/{}/key-persons", someone(&manager, "王建国").await);
    let person = manager.post(&people, json!({ "name": "张三" })).await.id();
    let one = format!("{people}/{person}");
    let (mut made, mut asked) = (1, 0);
    for round in 0..6 {
        let work = (0..30).map(|n| {
            let (manager, stranger, people, one) = (manager.clone(), stranger.clone(), people.clone(), one.clone());
            async move {
                let name = json!({ "name": format!("李{round}-{n}"), "mobile": "13800131234" });
                let answer = match n % 6 {
                    0 | 1 => manager.post(&people, name).await,
                    // Refused before, while and after something was written.
                    2 => manager.post(&people, json!({ "name": "李", "mobile": "138****1234" })).await,
                    3 => stranger.patch_at(&one, 1, name).await,
                    4 => manager.patch_at(&one, 1, name).await,
                    _ => {
                        let removal = manager.request(Method::DELETE, &one).header("if-match", "\"99\"");
                        send(removal).await
                    }
                };
                (n % 6, answer)
            }
        });
        for (kind, answer) in join_all(work).await {
            let expected: &[u16] = [&[201][..], &[201], &[422], &[404], &[200, 412], &[412]][kind];
            assert!(expected.contains(&answer.status.as_u16()), "{kind}: {answer:?}");
            made += u64::from(answer.status == 201);
            asked += 1;
        }
    }
    assert_eq!((asked, made), (180, 61));
    assert_eq!(key_person::Entity::find().count(app.db()).await.unwrap(), made);
}
