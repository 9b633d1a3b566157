//! The command `ips`.

mod commands;
mod config;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The IPS API of Adobe Scene7 / Dynamic Media Classic.
///
/// Credentials come from the environment (IPS_USER and IPS_PASSWORD, or IPS_TOKEN) or from the configuration file, never from
/// arguments.
#[derive(Debug, Parser)]
#[command(name = "ips", version)]
struct Arguments {
    /// Works with a made-up service in this process: no account, no network, nothing is kept.
    #[arg(long, global = true)]
    fake: bool,
    /// Prints JSON in place of tables.
    #[arg(long, global = true)]
    json: bool,
    /// The company; IPS_COMPANY or that of the configuration file if absent.
    #[arg(long, global = true)]
    company: Option<String>,
    /// The configuration file; IPS_CONFIG, or ips/config.toml in the directory for configurations if absent.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Asks for a user and a password, checks them, and keeps them in the configuration file.
    Login,
    /// Lists assets whose names contain a text.
    Search {
        /// The text.
        text: Option<String>,
        /// Only in this folder, and below.
        #[arg(long)]
        folder: Option<String>,
        /// Only of this type, such as Image.
        #[arg(long = "type")]
        asset_type: Option<String>,
        /// Only says how many.
        #[arg(long)]
        count: bool,
    },
    /// Lists the folders in a folder, and the assets.
    Ls {
        /// The path, as in Acme/shoes; the root if absent.
        path: Option<String>,
    },
    /// Uploads files.
    Upload {
        /// The folder to upload to, as in Acme/shoes.
        #[arg(long)]
        to: String,
        /// Doesn't wait for the job.
        #[arg(long)]
        no_wait: bool,
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Submits a job that needs nothing but its kind.
    Submit {
        /// What to do.
        kind: commands::Kind,
        /// Runs it again and again, as cron does.
        #[arg(long)]
        schedule: Option<String>,
        /// Waits for it.
        #[arg(long)]
        wait: bool,
    },
    /// Waits for a job.
    Wait {
        /// Its original name.
        name: String,
        /// For how many seconds at most.
        #[arg(long, default_value_t = 1800)]
        deadline: u64,
    },
    /// Lists the jobs that run, those with a schedule, and the last logs.
    Jobs,
    /// Publishes what is marked for it, and waits.
    Publish {
        /// Only what changed.
        #[arg(long)]
        incremental: bool,
    },
    /// Sets a metadata field of assets.
    Metadata {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// The names of the assets.
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Removes URLs from the cache of the CDN.
    Invalidate {
        /// The URLs; lines of the standard input if absent.
        urls: Vec<String>,
    },
    /// Calls any operation: takes its element from the standard input, and prints that of the reply.
    Raw {
        /// The operation, as in getDiskUsage.
        operation: String,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match commands::run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(2),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
