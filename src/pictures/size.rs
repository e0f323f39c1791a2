//! How large pictures are: the sizes of thumbnails that the disk keeps, of previews, and whole.

use crate::pixels::Wanted;

/// The edges of previews, in pixels: a window that changes its size a little needs no other preview.
const PREVIEW_EDGES_PX: [u32; 5] = [1024, 1536, 2048, 3072, 4096];

/// How large a picture is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Size {
    /// As one of the sizes kept on the disk.
    Thumbnail(ThumbnailSize),
    /// Fitted into a square of so many pixels, for the large view.
    Preview {
        /// One of a few edges, so that a change of the window's size seldom needs another.
        edge_px: u32,
    },
    /// Every pixel.
    Full,
}

/// The sizes of the freedesktop thumbnail standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ThumbnailSize {
    /// 128 pixels.
    Normal,
    /// 256 pixels.
    Large,
    /// 512 pixels.
    ExtraLarge,
    /// 1024 pixels.
    ExtraExtraLarge,
}

impl Size {
    /// The thumbnail that has at least so many pixels along its longer edge, as far as there are any so large.
    pub fn thumbnail(edge_px: f32) -> Self {
        let fits = |size: &&ThumbnailSize| size.edge_px() as f32 >= edge_px;
        Self::Thumbnail(*ThumbnailSize::ALL.iter().find(fits).unwrap_or(&ThumbnailSize::ExtraExtraLarge))
    }

    /// The preview that has at least so many pixels along its longer edge, as far as there are any so large.
    pub fn preview(edge_px: f32) -> Self {
        let [.., largest_px] = PREVIEW_EDGES_PX;
        let fits = PREVIEW_EDGES_PX.into_iter().find(|edge| *edge as f32 >= edge_px);
        Self::Preview { edge_px: fits.unwrap_or(largest_px) }
    }

    /// Every size there is, the largest first.
    pub fn all() -> impl Iterator<Item = Self> {
        let previews = PREVIEW_EDGES_PX.into_iter().rev().map(|edge_px| Self::Preview { edge_px });
        let thumbnails = ThumbnailSize::ALL.into_iter().rev().map(Self::Thumbnail);
        [Self::Full].into_iter().chain(previews).chain(thumbnails)
    }

    pub(super) fn wanted(self) -> Wanted {
        match self {
            Self::Thumbnail(size) => Wanted::Fit { edge_px: size.edge_px() },
            Self::Preview { edge_px } => Wanted::Fit { edge_px },
            Self::Full => Wanted::Full,
        }
    }
}

impl ThumbnailSize {
    /// Every size, the smallest first.
    pub const ALL: [Self; 4] = [Self::Normal, Self::Large, Self::ExtraLarge, Self::ExtraExtraLarge];

    /// The longer edge at most, in pixels.
    pub fn edge_px(self) -> u32 {
        match self {
            Self::Normal => 128,
            Self::Large => 256,
            Self::ExtraLarge => 512,
            Self::ExtraExtraLarge => 1024,
        }
    }

    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::ExtraLarge => "x-large",
            Self::ExtraExtraLarge => "xx-large",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn sizes_are_few_and_never_smaller_than_what_is_asked_for_while_there_are_larger_ones() {
        let check = |size: Size, expected_px: u32| assert_eq!(size.wanted(), Wanted::Fit { edge_px: expected_px });
        check(Size::thumbnail(1.0), 128);
        check(Size::thumbnail(128.5), 256);
        check(Size::thumbnail(513.0), 1024);
        check(Size::thumbnail(9_000.0), 1024);
        check(Size::preview(200.0), 1024);
        check(Size::preview(1_900.0), 2048);
        check(Size::preview(5_000.0), 4096);
        let mut found: HashMap<Size, usize> = HashMap::new();
        Size::all().for_each(|size| *found.entry(size).or_default() += 1);
        assert!(found.len() == 10 && found.values().all(|n| *n == 1));
    }
}
