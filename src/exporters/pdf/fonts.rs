//! Fonts for printed text: the bundled Inter first, and for what it lacks whichever font of the system has it.
//! A system's font is loaded once for the whole program, when a character asks for it, and only for that.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use fontique::{
    Collection, CollectionOptions, FallbackKey, GenericFamily, QueryFamily, QueryFont, QueryStatus, Script,
    SourceCache, SourceCacheOptions,
};
use krilla::text::Font;
use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, ShapePlan};
use unicode_script::UnicodeScript as _;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.otf");
const STRONG: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.otf");
/// Different characters for which every font of the system is asked: a hostile caption could name all there are.
const ASKED_MAX: usize = 4_096;

/// How heavy a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Weight {
    /// Of a caption.
    Regular,
    /// Of a headline.
    Strong,
}

/// One of the fonts of `Fonts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct FontId(usize);

/// The fonts one document uses.
pub(super) struct Fonts {
    loaded: Vec<Arc<Loaded>>,
    /// The font of each character that Inter lacks; none where no font has it.
    fallbacks: HashMap<char, Option<FontId>>,
    plans: HashMap<(FontId, bool, unicode_script::Script), ShapePlan>,
}

/// A font as it is shaped with, and as it is embedded.
pub(super) struct Loaded {
    pub face: Face<'static>,
    pub font: Font,
    /// Tells a system's font from others: its file's number and its index in it.
    source: Option<(u64, u32)>,
}

impl Fonts {
    /// The bundled fonts; none when they cannot be read, which only a broken program could cause.
    pub(super) fn bundled() -> Option<Self> {
        let load = |data: &'static [u8]| {
            let (face, font) = (Face::from_slice(data, 0)?, Font::new(data.into(), 0)?);
            Some(Arc::new(Loaded { face, font, source: None }))
        };
        Some(Self { loaded: vec![load(REGULAR)?, load(STRONG)?], fallbacks: HashMap::new(), plans: HashMap::new() })
    }

    /// A font by its id.
    pub(super) fn loaded(&self, id: FontId) -> Option<&Arc<Loaded>> {
        self.loaded.get(id.0)
    }

    /// The font that has a character, the one of the character before if it can be; none where no font has it.
    pub(super) fn font_of(&mut self, c: char, weight: Weight, before: Option<FontId>) -> Option<FontId> {
        let own = FontId(match weight {
            Weight::Regular => 0,
            Weight::Strong => 1,
        });
        if self.has(own, c) || c.is_whitespace() || is_ignored(c) {
            // What joins or marks stays in the font of what it joins.
            return match before {
                Some(before) if before != own && is_neutral(c) && self.has(before, c) => Some(before),
                _ => Some(own),
            };
        }
        if let Some(found) = self.fallbacks.get(&c) {
            return *found;
        }
        if let Some(before) = before.filter(|before| self.has(*before, c)) {
            return Some(before);
        }
        let found =
            (self.fallbacks.len() < ASKED_MAX).then(|| System::font_of(c)).flatten().map(|found| self.id_of(found));
        self.fallbacks.insert(c, found);
        found
    }

    /// The plan with which a font shapes a script in a direction; made once, because that takes long.
    pub(super) fn plan(
        &mut self,
        id: FontId,
        right_to_left: bool,
        script: unicode_script::Script,
    ) -> Option<&ShapePlan> {
        let loaded = Arc::clone(self.loaded.get(id.0)?);
        Some(self.plans.entry((id, right_to_left, script)).or_insert_with(|| {
            let direction = if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
            ShapePlan::new(&loaded.face, direction, shaped_script(script), None, &[])
        }))
    }

    fn has(&self, id: FontId, c: char) -> bool {
        self.loaded.get(id.0).is_some_and(|loaded| loaded.has(c))
    }

    fn id_of(&mut self, found: Arc<Loaded>) -> FontId {
        let known = self.loaded.iter().position(|loaded| loaded.source == found.source);
        FontId(known.unwrap_or_else(|| {
            self.loaded.push(found);
            self.loaded.len() - 1
        }))
    }
}

impl Loaded {
    fn has(&self, c: char) -> bool {
        self.face.glyph_index(c).is_some_and(|glyph| glyph != GlyphId(0))
    }
}

/// The script as the shaper names it.
pub(super) fn shaped_script(script: unicode_script::Script) -> Option<rustybuzz::Script> {
    let tag = rustybuzz::ttf_parser::Tag::from_bytes(script.short_name().as_bytes().first_chunk::<4>()?);
    rustybuzz::Script::from_iso15924_tag(tag)
}

/// Characters that are never drawn, in any font: joiners, marks of direction, selectors of variants.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Characters that belong to no script of their own.
fn is_neutral(c: char) -> bool {
    matches!(c.script(), unicode_script::Script::Common | unicode_script::Script::Inherited)
}

/// The fonts of the system, shared by every document of this run.
struct System {
    collection: Collection,
    sources: SourceCache,
    loaded: HashMap<(u64, u32), Option<Arc<Loaded>>>,
}

static SYSTEM: LazyLock<Mutex<System>> = LazyLock::new(|| {
    let collection = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let sources = SourceCache::new(SourceCacheOptions::default());
    Mutex::new(System { collection, sources, loaded: HashMap::new() })
});

impl System {
    fn font_of(c: char) -> Option<Arc<Loaded>> {
        let mut system = SYSTEM.lock().unwrap_or_else(PoisonError::into_inner);
        let System { collection, sources, loaded } = &mut *system;
        let mut found = None;
        let mut look = |query: &mut fontique::Query<'_>| {
            query.matches_with(|font| {
                if found.is_none() && font.charmap().and_then(|map| map.map(c)).is_some_and(|glyph| glyph != 0) {
                    found = load(font, loaded).filter(|loaded| loaded.has(c));
                }
                if found.is_some() { QueryStatus::Stop } else { QueryStatus::Continue }
            });
            found.is_some()
        };
        let mut query = collection.query(sources);
        let generics = [
            GenericFamily::SansSerif,
            GenericFamily::SystemUi,
            GenericFamily::Serif,
            GenericFamily::Emoji,
            GenericFamily::Math,
            GenericFamily::Monospace,
        ];
        query.set_families(generics.map(QueryFamily::Generic));
        if let Ok(script) = Script::parse(c.script().short_name()) {
            query.set_fallbacks(FallbackKey::new(script, None));
        }
        let is_found = look(&mut query);
        drop(query);
        if is_found {
            return found;
        }
        // The system's settings know of none: whichever has it.
        let names: Vec<String> = collection.family_names().map(str::to_owned).collect();
        let ids: Vec<_> = names.iter().filter_map(|name| collection.family_id(name)).collect();
        let mut query = collection.query(sources);
        query.set_families(ids.into_iter().map(QueryFamily::Id));
        look(&mut query);
        found
    }
}

/// Loads a system's font for good: its file is mapped once, and stays so until the program ends.
fn load(font: &QueryFont, loaded: &mut HashMap<(u64, u32), Option<Arc<Loaded>>>) -> Option<Arc<Loaded>> {
    let key = (font.blob.id(), font.index);
    loaded
        .entry(key)
        .or_insert_with(|| {
            let kept: &'static _ = Box::leak(Box::new(font.blob.clone()));
            let bytes: &'static [u8] = kept.as_ref();
            let face = Face::from_slice(bytes, font.index)?;
            let font = Font::new(bytes.into(), font.index)?;
            Some(Arc::new(Loaded { face, font, source: Some(key) }))
        })
        .clone()
}
