//! Colours, sizes and fonts, stated once. The surround is neutral grey, because photographs are judged on it;
//! strong colours are the accent, the places' tints and warnings. Text stands out from its ground by 4.5:1 or more.

use std::sync::Arc;

use eframe::egui::{
    self, Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke, TextStyle,
    ThemePreference, Ui, Vec2,
};

use crate::place::{Place, PlaceKind};
use crate::settings::Theme;

/// The colours of a theme.
pub struct Palette {
    /// Behind the photos: neutral grey.
    pub surround: Color32,
    /// Panels at the sides.
    pub panel: Color32,
    /// Bars above and below.
    pub bar: Color32,
    /// Around a picture in its box: neutral grey.
    pub ground: Color32,
    /// Behind transparent pictures.
    pub checker: [Color32; 2],
    /// A photo's card.
    pub card: Color32,
    /// A card under the pointer.
    pub card_hovered: Color32,
    /// A selected card.
    pub card_selected: Color32,
    /// A text field.
    pub field: Color32,
    /// Thin lines.
    pub line: Color32,
    /// Edges of boxes to tick, which must be made out by themselves.
    pub edge: Color32,
    /// Text.
    pub text: Color32,
    /// Text that matters less.
    pub text_weak: Color32,
    /// What an empty field says could be typed there: never to be taken for something typed.
    pub hint: Color32,
    /// What is chosen, focused or to be done.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Behind the words a query found.
    pub mark: Color32,
    /// Something done in part.
    pub warning: Color32,
    /// Something not done.
    pub error: Color32,
    /// A person in a caption.
    pub who: Color32,
    /// A date in a caption.
    pub when: Color32,
    tints: [Color32; 8],
}

const DARK: Palette = Palette {
    surround: Color32::from_gray(24),
    panel: Color32::from_gray(32),
    bar: Color32::from_gray(38),
    ground: Color32::from_gray(30),
    checker: [Color32::from_gray(88), Color32::from_gray(112)],
    card: Color32::from_gray(42),
    card_hovered: Color32::from_gray(50),
    card_selected: Color32::from_rgb(40, 56, 76),
    field: Color32::from_gray(22),
    line: Color32::from_gray(62),
    edge: Color32::from_gray(118),
    text: Color32::from_gray(232),
    text_weak: Color32::from_gray(172),
    hint: Color32::from_gray(140),
    accent: Color32::from_rgb(92, 164, 245),
    on_accent: Color32::from_rgb(10, 22, 38),
    mark: Color32::from_rgb(104, 84, 20),
    warning: Color32::from_rgb(240, 180, 70),
    error: Color32::from_rgb(255, 130, 120),
    who: Color32::from_rgb(188, 148, 228),
    when: Color32::from_rgb(96, 196, 196),
    tints: [
        Color32::from_rgb(232, 126, 110),
        Color32::from_rgb(112, 172, 236),
        Color32::from_rgb(126, 196, 140),
        Color32::from_rgb(222, 178, 92),
        Color32::from_rgb(188, 148, 228),
        Color32::from_rgb(96, 196, 196),
        Color32::from_rgb(230, 142, 186),
        Color32::from_rgb(170, 182, 110),
    ],
};

const LIGHT: Palette = Palette {
    surround: Color32::from_gray(214),
    panel: Color32::from_gray(238),
    bar: Color32::from_gray(246),
    ground: Color32::from_gray(232),
    checker: [Color32::from_gray(204), Color32::from_gray(232)],
    card: Color32::from_gray(252),
    card_hovered: Color32::from_gray(244),
    card_selected: Color32::from_rgb(220, 234, 252),
    field: Color32::from_gray(255),
    line: Color32::from_gray(196),
    edge: Color32::from_gray(128),
    text: Color32::from_gray(24),
    text_weak: Color32::from_gray(84),
    hint: Color32::from_gray(104),
    accent: Color32::from_rgb(16, 92, 190),
    on_accent: Color32::WHITE,
    mark: Color32::from_rgb(255, 232, 150),
    warning: Color32::from_rgb(138, 82, 0),
    error: Color32::from_rgb(176, 32, 24),
    who: Color32::from_rgb(116, 68, 168),
    when: Color32::from_rgb(0, 114, 118),
    tints: [
        Color32::from_rgb(176, 62, 46),
        Color32::from_rgb(34, 98, 172),
        Color32::from_rgb(40, 118, 60),
        Color32::from_rgb(138, 92, 0),
        Color32::from_rgb(116, 68, 168),
        Color32::from_rgb(0, 114, 118),
        Color32::from_rgb(164, 50, 108),
        Color32::from_rgb(92, 102, 26),
    ],
};

impl Palette {
    /// Over what is not there just now: greyed, and still to be made out.
    pub fn veil(&self) -> Color32 {
        self.surround.gamma_multiply(0.5)
    }
}

/// Behind a control that stands over a picture, whatever the picture and the theme.
pub const OVER_PICTURE: Color32 = Color32::from_black_alpha(150);
/// The same under the pointer.
pub const OVER_PICTURE_HOVERED: Color32 = Color32::from_black_alpha(190);
/// The edge of a disc that stands over a picture, seen over a white one too.
pub const OVER_PICTURE_EDGE: Color32 = Color32::from_rgba_premultiplied(120, 120, 120, 120);
/// A control that stands over a picture.
pub const OVER_PICTURE_TEXT: Color32 = Color32::from_gray(240);

/// The window's smallest size, in points: what the grid needs with every panel hidden.
pub const WINDOW_MIN_PT: Vec2 = Vec2::new(640.0, 420.0);
/// Space between a card's edge and its content, in points.
pub const CARD_MARGIN_PT: f32 = 10.0;
/// Space between cards, in points.
pub const CARD_GAP_PT: f32 = 10.0;
/// How round cards and fields are, in points.
pub const ROUNDING_PT: u8 = 4;
/// Height of the foot of a card, in points.
pub const CARD_FOOT_PT: f32 = 30.0;
/// Width of a place's tint on a card, in points.
pub const TINT_BAND_PT: f32 = 3.0;
/// Height of a row of the list view, in points.
pub const LIST_ROW_PT: f32 = 30.0;
/// Height of a row of the list view with pictures, in points.
pub const LIST_PICTURE_ROW_PT: f32 = 46.0;
/// A square of the checkerboard behind transparent pictures, in points.
pub const CHECKER_PT: f32 = 8.0;
/// Width of a scroll bar, in points.
pub const SCROLL_BAR_PT: f32 = 12.0;
/// Size of small text, in points.
pub const SMALL_PT: f32 = 11.5;
/// Size of ordinary text, in points.
pub const BODY_PT: f32 = 13.0;
/// Size of a heading, in points.
pub const HEADING_PT: f32 = 17.0;

/// How much of the accent stands behind what is chosen.
const SELECTED_STRENGTH: f32 = 0.45;

/// Gives boxes to tick an edge that stands out from what is around them.
pub fn mark_edges(ui: &mut Ui) {
    let edge = palette(ui).edge;
    ui.visuals_mut().widgets.inactive.bg_stroke.color = edge;
}

/// The palette of the theme in use.
pub fn palette(ui: &Ui) -> &'static Palette {
    palette_of(ui.visuals().dark_mode)
}

/// The palette of the dark or the light theme.
pub fn palette_of(dark: bool) -> &'static Palette {
    if dark { &DARK } else { &LIGHT }
}

/// The colours of labels, by the names that Lightroom, Photo Mechanic and digiKam give them, and by those under which Bridge
/// comes.
const LABELS: [(&str, Color32); 18] = [
    ("red", Color32::from_rgb(214, 60, 50)),
    ("orange", Color32::from_rgb(232, 132, 36)),
    ("yellow", Color32::from_rgb(232, 200, 44)),
    ("green", Color32::from_rgb(72, 164, 74)),
    ("cyan", Color32::from_rgb(60, 178, 196)),
    ("blue", Color32::from_rgb(58, 112, 214)),
    ("purple", Color32::from_rgb(138, 82, 190)),
    ("violet", Color32::from_rgb(138, 82, 190)),
    ("magenta", Color32::from_rgb(206, 64, 152)),
    ("gray", Color32::from_gray(130)),
    ("grey", Color32::from_gray(130)),
    ("black", Color32::BLACK),
    ("white", Color32::WHITE),
    ("select", Color32::from_rgb(214, 60, 50)),
    ("second", Color32::from_rgb(232, 200, 44)),
    ("approved", Color32::from_rgb(72, 164, 74)),
    ("review", Color32::from_rgb(58, 112, 214)),
    ("to do", Color32::from_rgb(138, 82, 190)),
];

/// The colour of a photo's label, if it is one.
pub fn label_color(label: &str) -> Option<Color32> {
    LABELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(label.trim())).map(|(_, color)| *color)
}

/// The weight that stands out.
pub fn strong(size_pt: f32) -> FontId {
    FontId::new(size_pt, FontFamily::Name("strong".into()))
}

/// The ordinary weight.
pub fn regular(size_pt: f32) -> FontId {
    FontId::proportional(size_pt)
}

/// Sets fonts and both themes up; once, at the start.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(egui::Theme::Dark, &DARK), (egui::Theme::Light, &LIGHT)] {
        ctx.style_mut_of(theme, |style| adjust(style, palette));
    }
}

/// Follows the user's choice of theme.
pub fn choose(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
        Theme::System => ThemePreference::System,
    });
}

/// The tint of a place: the same for everything in one wing, so that Senate and House are told apart at a glance; elsewhere
/// the same for all of a city.
pub fn tint(palette: &Palette, place: &Place) -> Color32 {
    let in_building = |place: &&Place| place.parent.as_ref().is_some_and(|parent| parent.kind == PlaceKind::Building);
    let in_city = || place.ancestry().find(|place| place.kind == PlaceKind::City);
    let branch = place.ancestry().find(in_building).or_else(in_city).or_else(|| place.ancestry().last());
    let branch = branch.unwrap_or(place);
    let index =
        branch.id.bytes().fold(9, |hash: usize, byte| (hash * 83 + usize::from(byte)) % 8191) % palette.tints.len();
    palette.tints.get(index).copied().unwrap_or(palette.accent)
}

fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let regular = FontData::from_static(include_bytes!("../../assets/fonts/Inter-Regular.otf"));
    let semi_bold = FontData::from_static(include_bytes!("../../assets/fonts/Inter-SemiBold.otf"));
    fonts.font_data.insert("Inter".to_owned(), Arc::new(regular));
    fonts.font_data.insert("Inter SemiBold".to_owned(), Arc::new(semi_bold));
    let fallbacks = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let with = |first: &str| std::iter::once(first.to_owned()).chain(fallbacks.clone()).collect::<Vec<_>>();
    fonts.families.insert(FontFamily::Proportional, with("Inter"));
    fonts.families.insert(FontFamily::Name("strong".into()), with("Inter SemiBold"));
    fonts
}

fn adjust(style: &mut egui::Style, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Small, regular(SMALL_PT)),
        (TextStyle::Body, regular(BODY_PT)),
        (TextStyle::Button, regular(BODY_PT)),
        (TextStyle::Heading, strong(HEADING_PT)),
        (TextStyle::Monospace, FontId::monospace(12.5)),
    ]
    .into();
    // Everything is at once as it is to be: nothing moves while it is read, and no frame is painted for that.
    style.animation_time = 0.0;
    style.spacing.item_spacing = Vec2::new(8.0, 6.0);
    style.spacing.button_padding = Vec2::new(8.0, 4.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.interact_size.y = 24.0;
    let visuals = &mut style.visuals;
    visuals.panel_fill = palette.panel;
    visuals.window_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.extreme_bg_color = palette.field;
    visuals.text_edit_bg_color = Some(palette.field);
    visuals.faint_bg_color = palette.bar;
    // The toolkit writes two things in it: what empty fields say, and the keys in menus.
    visuals.weak_text_color = Some(palette.hint);
    visuals.hyperlink_color = palette.accent;
    visuals.warn_fg_color = palette.warning;
    visuals.error_fg_color = palette.error;
    visuals.selection.bg_fill = palette.accent.gamma_multiply(SELECTED_STRENGTH);
    // Also the text of what is chosen, which the accent would not stand out from its own tint.
    visuals.selection.stroke = Stroke::new(1.5, palette.text);
    let rounding = CornerRadius::same(ROUNDING_PT);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive.fg_stroke.color = palette.text;
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, palette.line);
    widgets.inactive.fg_stroke.color = palette.text;
    widgets.inactive.bg_stroke = Stroke::new(1.0, palette.line);
    for widget in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        widget.corner_radius = rounding;
        widget.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::gazetteer::Gazetteer;

    /// Contrast of two colours, WCAG 2.2, from 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let channel = |value: u8| {
                let value = f32::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
        };
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    #[test]
    fn text_stands_out_from_every_ground() {
        for palette in [&DARK, &LIGHT] {
            let grounds = [
                palette.surround,
                palette.panel,
                palette.bar,
                palette.ground,
                palette.card,
                palette.card_hovered,
                palette.card_selected,
                palette.field,
            ];
            for ground in grounds {
                for text in [palette.text, palette.text_weak] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
                }
            }
            assert!(contrast(palette.text, palette.mark) >= 4.5);
            for ground in [palette.panel, palette.field] {
                assert!(contrast(palette.hint, ground) >= 4.5, "{ground:?}: {}", contrast(palette.hint, ground));
                assert!(contrast(palette.edge, ground) >= 3.0, "{ground:?}: {}", contrast(palette.edge, ground));
            }
            for ground in [palette.bar, palette.panel] {
                let chosen = ground.lerp_to_gamma(palette.accent, SELECTED_STRENGTH);
                assert!(contrast(palette.text, chosen) >= 4.5, "{}", contrast(palette.text, chosen));
            }
            assert!(contrast(palette.on_accent, palette.accent) >= 4.5);
            for ground in [palette.panel, palette.bar, palette.card] {
                for text in [palette.accent, palette.warning, palette.error] {
                    assert!(contrast(text, ground) >= 4.5, "{text:?} on {ground:?}: {}", contrast(text, ground));
                }
                for tint in palette.tints {
                    assert!(contrast(tint, palette.card) >= 4.5, "{tint:?}: {}", contrast(tint, palette.card));
                }
            }
        }
    }

    #[test]
    fn the_parts_of_the_capitol_have_tints_of_their_own() {
        let gazetteer = Gazetteer::built_in();
        let mut tints: Vec<_> = ["senate-chamber", "house-chamber", "rotunda", "exterior", "us-capitol"]
            .map(|id| tint(&DARK, gazetteer.by_id(id).unwrap()).to_array())
            .to_vec();
        tints.sort_unstable();
        tints.dedup();
        assert_eq!(tints.len(), 5);
        assert_eq!(
            tint(&DARK, gazetteer.by_id("senate").unwrap()),
            tint(&DARK, gazetteer.by_id("senate-floor").unwrap())
        );
    }
}
