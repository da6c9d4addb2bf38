//! The binary `guibin`: a few lines a command; what they do is in the library.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use guibin_api::{clock::Clock, config::Config, docs, server};

#[derive(Parser)]
#[command(name = "guibin", version, about = "Keeps the promises made to key customers. Settings: see .env.example")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API, the pages and the docs explorer.
    Serve {
        /// Load the demo world into an empty database.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database schema up to date.
    Migrate,
    /// The sealed trail.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Replace the keys of personal data and of access tokens while the server runs.
    Keys {
        #[command(subcommand)]
        step: Keys,
    },
}

#[derive(Subcommand)]
enum Keys {
    /// Add a key set to the key file and make it the active one.
    Rotate,
    /// Seal with the active key what older ones have sealed; stop it at any time and go on later.
    Reseal,
    /// Take a key set out of the key file; refused while rows still need it.
    Drop {
        /// Its id, such as k1.
        kid: String,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Check that nothing was altered, moved or taken out; ends with 1 and says what when something was.
    Verify {
        /// The folder of seals, if not the one in the data directory: a copy kept elsewhere proves more.
        #[arg(long)]
        seals: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Openapi) {
        print!("{}", docs::yaml());
        return ExitCode::SUCCESS;
    }
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(mistakes) => {
            eprintln!("{}", mistakes.join("\n"));
            return ExitCode::from(2);
        }
    };
    server::log(&config);
    let outcome = actix_web::rt::System::new().block_on(async {
        match cli.command {
            Command::Serve { demo } => server::serve(config, demo).await.map(|()| true),
            Command::Migrate => server::migrate(&config).await.map(|()| true),
            Command::Audit { command: AuditCommand::Verify { seals } } => {
                server::verify(&config, &Clock::default(), seals).await
            }
            Command::Openapi => Ok(true),
            Command::Keys { step: Keys::Rotate } => server::rotate_keys(&config).await.map(|()| true),
            Command::Keys { step: Keys::Reseal } => server::reseal(config).await.map(|()| true),
            Command::Keys { step: Keys::Drop { kid } } => server::drop_key(config, &kid).await.map(|()| true),
        }
    });
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(cause) => {
            eprintln!("guibin: {cause:#}");
            ExitCode::FAILURE
        }
    }
}
