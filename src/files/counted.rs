//! A number of files and what they take together.

/// A number of files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// How many.
    pub n_files: usize,
    /// What they take together.
    pub n_bytes: u64,
}

impl Files {
    /// These and others.
    pub fn and(self, other: Self) -> Self {
        Self { n_files: self.n_files + other.n_files, n_bytes: self.n_bytes + other.n_bytes }
    }
}
