//! Bodies in pieces that are not read to their end.
//!
//! Behind an answer the server reads on through what is left of a body without a length, however long that takes; so who
//! never ends it would hold the connection for ever. As long as somebody holds the body it hangs up instead.

use std::{cell::RefCell, rc::Rc, time::Duration};

use actix_web::{
    HttpMessage,
    dev::{Payload, ServiceRequest},
    http::header::TRANSFER_ENCODING,
    rt,
};
use futures_util::{StreamExt, stream::poll_fn};

/// How long after its answer a body is held: until the answer has been written.
const HELD: Duration = Duration::from_secs(1);

/// A body in pieces, shared with whoever reads it.
pub struct Held(Option<Rc<RefCell<Payload>>>);

impl Held {
    /// Takes hold of the body of a request, if it comes in pieces.
    pub fn of(request: &mut ServiceRequest) -> Option<Self> {
        request.headers().contains_key(TRANSFER_ENCODING).then(|| {
            let body = Rc::new(RefCell::new(request.take_payload()));
            let shared = body.clone();
            let pieces = poll_fn(move |context| shared.borrow_mut().poll_next_unpin(context));
            request.set_payload(Payload::Stream { payload: Box::pin(pieces) });
            Self(Some(body))
        })
    }
}

/// Lets go of it once the answer is on its way.
impl Drop for Held {
    fn drop(&mut self) {
        let body = self.0.take();
        rt::spawn(async move {
            tokio::time::sleep(HELD).await;
            drop(body);
        });
    }
}
