//! The worker's part: writes the rows that the maker of an export may see now, in the shape an import reads.

use std::{collections::BTreeSet, sync::Arc};

use actix_web::{rt, web};
use guibin_domain::{export::State as ExportState, ids::CustomerId, import::Field, mask};
use guibin_entity::{customer, export};
use serde_json::json;
use tokio::sync::Semaphore;

use super::{
    commands::subject,
    rows::{self, Lease},
};
use crate::{
    attachment,
    cipher::Cipher,
    ctx::{Reader, Tx},
    customers::{self, CustomerFilter},
    error::{Error, Result},
    event::Topic,
    page::{Cut, LARGEST_LIMIT},
    scope::Scope,
    sessions,
    spreadsheet::{MEDIA_TYPE, Sheet, Tone},
    state::State,
};

/// Exports that one process writes at a time.
static ROOM: Semaphore = Semaphore::const_new(1);
/// Leases after which an export that fails every time is given up.
const TRIES: i64 = 5;
/// Columns of a sheet that are kept for what imports brought beyond the fields.
const MOST_ATTRIBUTES: usize = 900;

/// Takes the next export that waits; the work goes on after this has returned.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(state: &State) -> Result<usize> {
    let Ok(room) = ROOM.try_acquire() else { return Ok(0) };
    let Some(lease) = state.keep_books(async |tx| rows::take(tx).await).await? else { return Ok(0) };
    let state = state.clone();
    rt::spawn(async move {
        let _room = room;
        if let Err(cause) = work(&state, lease).await {
            tracing::error!(export.id = %lease.id, "export {} stopped and will be taken up again: {cause}", lease.id);
        }
    });
    Ok(1)
}

async fn work(state: &State, lease: Lease) -> Result<()> {
    let Some(export) = state.keep_books(async |tx| rows::go_on(tx, lease).await).await? else { return Ok(()) };
    let actor = sessions::absent_actor(state, export.created_by).await?;
    let actor = actor.filter(|actor| actor.holds("export.run") && actor.holds("customer.read"));
    let Some(actor) = actor.filter(|_| lease.token <= TRIES).map(Arc::new) else {
        return state.as_system(async |tx| fail(tx, lease).await).await;
    };
    let scope = Scope::of(&actor, actor.reach("export.run"));
    let written = write(state, lease, &export, &scope).await?;
    let Some((file, count)) = written else { return Ok(()) };
    let keep = async |tx: &Tx| keep(tx, lease, file, count).await;
    match state.on_behalf_of(actor, "export.run", keep).await {
        // The lease is somebody else's now, and so is the work.
        Err(Error::PreconditionFailed) => Ok(()),
        kept => kept,
    }
}

/// The workbook and how many rows it has; none when somebody else has taken over.
async fn write(state: &State, lease: Lease, export: &export::Model, scope: &Scope) -> Result<Option<(Vec<u8>, i32)>> {
    let filter: CustomerFilter =
        serde_json::from_value(state.cipher.kept_within(rows::filter(export.id), export.filter.clone())?)?;
    let reading = state.reading(scope.clone());
    let reader = reading.with(&state.cipher);
    let (names, total) = attribute_names(reader, &filter).await?;
    let headers = Field::ALL.iter().map(|field| field.label_zh().to_owned()).chain(names.iter().cloned());
    let mut sheet = Sheet::new("客户", &headers.collect::<Vec<_>>())?;
    let (mut pages, mut count) = (Pages::default(), 0);
    while let Some(rows) = pages.next(reader, &filter).await? {
        let lines = rows.iter().map(|row| line(reader.cipher, row, &names)).collect::<Result<Vec<_>>>()?;
        count += i32::try_from(lines.len()).unwrap_or(0);
        sheet = web::block(move || {
            lines.iter().try_for_each(|line| sheet.push(line))?;
            Ok::<_, Error>(sheet)
        })
        .await
        .map_err(|_| Error::Unavailable)??;
        reading.end().await;
        let on = async |tx: &Tx| {
            rows::progress(tx, lease.id, count, total.max(count)).await?;
            Ok(rows::go_on(tx, lease).await?.is_some())
        };
        if !state.keep_books(on).await? {
            return Ok(None);
        }
    }
    let file = web::block(move || sheet.finish()).await.map_err(|_| Error::Unavailable)??;
    Ok(Some((file, count)))
}

async fn keep(tx: &Tx, lease: Lease, file: Vec<u8>, count: i32) -> Result<()> {
    let mut row = rows::go_on(tx, lease).await?.ok_or(Error::PreconditionFailed)?;
    let day = tx.now.with_timezone(&tx.person()?.zone).format("%Y%m%d");
    let file = attachment::new(tx, &format!("客户-{day}.xlsx"), MEDIA_TYPE, file)?;
    row.state = ExportState::Ready;
    row.attachment_id = Some(file.id);
    (row.done, row.total, row.lease_until) = (count, count, None);
    attachment::store(tx, file).await?;
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ExportReady, subject(&row), json!({ "rows": count })).await
}

async fn fail(tx: &Tx, lease: Lease) -> Result<()> {
    let Some(mut row) = rows::go_on(tx, lease).await? else { return Ok(()) };
    row.state = ExportState::Failed;
    row.lease_until = None;
    let row = rows::store(tx, row).await?;
    tx.emit(Topic::ExportFailed, subject(&row), json!({})).await
}

/// The pages of a list, each customer once although the list may change meanwhile.
#[derive(Default)]
struct Pages {
    cursor: Option<String>,
    is_over: bool,
    seen: BTreeSet<CustomerId>,
}

impl Pages {
    async fn next(&mut self, reader: Reader<'_>, filter: &CustomerFilter) -> Result<Option<Vec<customer::Model>>> {
        if self.is_over {
            return Ok(None);
        }
        let cut = Cut { limit: Some(LARGEST_LIMIT), cursor: self.cursor.as_deref(), ..Cut::default() };
        let page = customers::page(reader.conn(), reader.scope, reader.cipher, filter, &cut).await?;
        self.is_over = page.next_cursor.is_none();
        self.cursor = page.next_cursor;
        Ok(Some(page.items.into_iter().filter(|row| self.seen.insert(row.id)).collect()))
    }
}

/// Under which headers the customers have more than the fields, and how many customers there are.
async fn attribute_names(reader: Reader<'_>, filter: &CustomerFilter) -> Result<(Vec<String>, i32)> {
    let (mut pages, mut names) = (Pages::default(), BTreeSet::new());
    while let Some(rows) = pages.next(reader, filter).await? {
        names.extend(rows.iter().flat_map(customers::attribute_names));
    }
    let total = i32::try_from(pages.seen.len()).unwrap_or(i32::MAX);
    Ok((names.into_iter().take(MOST_ATTRIBUTES).collect(), total))
}

fn line(cipher: &Cipher, row: &customer::Model, names: &[String]) -> Result<Vec<(String, Tone)>> {
    let mut cells = Vec::with_capacity(Field::ALL.len() + names.len());
    for field in Field::ALL {
        let value = customers::value(row, cipher, *field)?;
        cells.push((value.map(|value| field.written(&value)).unwrap_or_default(), Tone::Plain));
    }
    let held = customers::attributes(row, cipher)?;
    for name in names {
        let text = held.get(name).map(|text| mask::attribute(name, text)).unwrap_or_default();
        cells.push((text, Tone::Plain));
    }
    Ok(cells)
}
