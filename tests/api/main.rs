//! The product from outside: one binary, one module a feature.

mod migrations;
mod shape;
