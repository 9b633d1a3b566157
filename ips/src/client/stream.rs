//! Searches as streams.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use soapstone::transport::BoxFuture;

use super::api::Asset;
use super::error::Error;
use super::search::Assets;

type Turn = (Box<Assets>, Result<Option<Asset>, Error>);

/// The assets of a search as a [`Stream`] of the crate `futures-core`. After an error it ends.
pub struct AssetStream {
    state: State,
}

enum State {
    Idle(Box<Assets>),
    Busy(BoxFuture<'static, Turn>),
    Done,
}

impl Assets {
    /// The same as a stream.
    pub fn into_stream(self) -> AssetStream {
        AssetStream {
            state: State::Idle(Box::new(self)),
        }
    }
}

impl Stream for AssetStream {
    type Item = Result<Asset, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Asset, Error>>> {
        let mut turn = match std::mem::replace(&mut self.state, State::Done) {
            State::Done => return Poll::Ready(None),
            State::Busy(turn) => turn,
            State::Idle(mut assets) => Box::pin(async move {
                let next = assets.next().await;
                (assets, next)
            }),
        };
        let polled = turn.as_mut().poll(context);
        if polled.is_pending() {
            self.state = State::Busy(turn);
        }
        let (assets, next) = ready!(polled);
        if let Ok(Some(_)) = next {
            self.state = State::Idle(assets);
        }
        Poll::Ready(next.transpose())
    }
}

/// Without the request that is on its way.
impl fmt::Debug for AssetStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssetStream").finish_non_exhaustive()
    }
}
