//! What takes so long, said on a terminal.

use std::cell::RefCell;
use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Work that is faster than this says nothing.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is renewed.
const INTERVAL: Duration = Duration::from_millis(200);

/// A line on the terminal that names the stage at work, once the work has taken a second. It is gone when this is.
#[derive(Debug)]
pub(crate) struct Progress {
    running: RefCell<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    stages: Sender<&'static str>,
    thread: JoinHandle<()>,
}

impl Progress {
    /// A line on standard error if that is a terminal and nobody asked for quiet; nothing otherwise.
    pub(crate) fn start(quiet: bool) -> Self {
        let wanted = !quiet && io::stderr().is_terminal();
        let running = wanted.then(|| {
            let (stages, receiver) = mpsc::channel();
            Running {
                stages,
                thread: thread::spawn(move || show(&receiver)),
            }
        });
        Progress {
            running: RefCell::new(running),
        }
    }

    /// Names the stage that begins.
    pub(crate) fn begin(&self, stage: &'static str) {
        if let Some(running) = &*self.running.borrow() {
            // The thread ends with this value alone.
            let _ = running.stages.send(stage);
        }
    }

    /// Removes the line, so that others can be written.
    pub(crate) fn finish(&self) {
        if let Some(Running { stages, thread }) = self.running.borrow_mut().take() {
            drop(stages);
            let _ = thread.join();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

fn show(stages: &Receiver<&'static str>) {
    let start = Instant::now();
    let mut stage = "";
    let mut shown = false;
    loop {
        match stages.recv_timeout(INTERVAL) {
            Ok(next) => stage = next,
            Err(RecvTimeoutError::Timeout) if start.elapsed() >= PATIENCE => {
                shown = true;
                write(&format!(
                    "\r\x1b[K{} … {} s",
                    doing(stage),
                    start.elapsed().as_secs()
                ));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if shown {
        write("\r\x1b[K");
    }
}

fn write(text: &str) {
    let mut output = io::stderr().lock();
    let _ = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush());
}

fn doing(stage: &str) -> &str {
    match stage {
        "read" => "reading the files",
        "compose" => "resolving references",
        "check" => "checking the schema",
        "services" => "resolving the services",
        "lower" => "making Rust types",
        "name" => "choosing names",
        "emit" => "writing code",
        other => other,
    }
}
