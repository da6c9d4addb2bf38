//! A list on its way out of the house.

words! {
    /// Where an export stands.
    #[cfg_attr(feature = "wire", schema(as = ExportState))]
    pub enum State {
        Queued,
        Running,
        /// Terminal.
        Ready,
        /// Terminal.
        Failed,
    }
}
