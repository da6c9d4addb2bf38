//! Makes sure that the folder of the built pages exists: what is embedded is decided when the crate is compiled, and a
//! server compiled before the pages were ever built would never find them.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let pages = concat!(env!("CARGO_MANIFEST_DIR"), "/../frontend/dist");
    if let Err(cause) = std::fs::create_dir_all(pages) {
        println!("cargo::warning=the folder of the pages cannot be made: {cause}");
    }
}
