//! Numbers that count up, one series a prefix. Who counts need not see what others have counted.

use guibin_entity::number_series;
use sea_orm::{
    EntityTrait, ExprTrait, Set,
    sea_query::{Expr, OnConflict},
};

use crate::{ctx::Tx, error::Result};

/// The next number of `series`, beginning with 1. Two transactions at once get two: the second waits for the first.
///
/// # Errors
/// When the database does not answer.
pub async fn next(tx: &Tx, series: &str) -> Result<i64> {
    let first = number_series::ActiveModel { series: Set(series.to_owned()), last: Set(1) };
    let counted = Expr::col((number_series::Entity, number_series::Column::Last)).add(1);
    let next = OnConflict::column(number_series::Column::Series).value(number_series::Column::Last, counted).to_owned();
    Ok(number_series::Entity::insert(first).on_conflict(next).exec_with_returning(tx.conn()).await?.last)
}
