//! A photo as the cells of a record state it, before it has a key and its caption is read.

use crate::caption::Caption;
use crate::caption::date::Date;
use crate::caption::date::words::month_number;
use crate::caption::field::Field;
use crate::photo::facts::{Facts, Rating};
use crate::photo::{PhotoKey, Stated};
use crate::place::Relation;
use crate::readers::columns::{N_PLACE_PARTS, Target};
use crate::text;

/// Where the caption is taken from, the first that is not blank.
const CAPTION_SOURCES: [Target; 6] = [
    Target::Caption,
    Target::Field("description"),
    Target::Field("title"),
    Target::Field("headline"),
    Target::Field("alt_text"),
    Target::Field("extended_description"),
];

/// The cells of a record whose meaning is known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Draft {
    /// When the whole input was published.
    pub published: Option<Date>,
    cells: Vec<Cell>,
}

/// What a record may call its photo.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OwnName {
    /// A whole key, as our own exports state it.
    pub whole: Option<PhotoKey>,
    /// Its id.
    pub id: Option<String>,
    /// Its file.
    pub file: Option<String>,
}

#[derive(Clone, Debug)]
struct Cell {
    target: Target,
    rank: usize,
    values: Vec<String>,
}

impl Draft {
    /// Adds a cell; one without a value is dropped.
    pub(crate) fn push(&mut self, target: Target, rank: usize, values: Vec<String>) {
        if values.iter().any(|value| !value.trim().is_empty()) {
            self.cells.push(Cell { target, rank, values });
        }
    }

    /// Whether there is neither a caption nor anything that names or shows a photo.
    pub(crate) fn is_empty(&self) -> bool {
        !self.cells.iter().any(|cell| {
            cell.target.is_captionlike()
                || matches!(cell.target, Target::Key | Target::Id | Target::File | Target::Picture)
        })
    }

    /// What the photo may be called, what is stated about it, and the date that was not understood, if any.
    pub(crate) fn into_stated(self) -> (OwnName, Stated, Option<String>) {
        let (text_source, text) = self.text();
        let mut caption = self.caption(text_source, text);
        let (date, unread_date) = self.date();
        caption.date_created = date;
        let owned = |target: Target| self.first(target).map(|value| value.trim().to_owned());
        let whole = owned(Target::Key).as_deref().and_then(PhotoKey::parse);
        let id = owned(Target::Id).or_else(|| owned(Target::Key).filter(|_| whole.is_none()));
        let (file, picture) = (owned(Target::File), owned(Target::Picture));
        let facts = self.facts();
        let stated_published = self.first(Target::Published).and_then(Date::from_written);
        let text = text.to_owned();
        let stated = Stated {
            text,
            caption,
            places: self.places(),
            published: stated_published.or(self.published),
            file: file.clone(),
            picture,
            facts,
            photo_file: None,
        };
        (OwnName { whole, id, file }, stated, unread_date)
    }

    fn facts(&self) -> Facts {
        let owned = |target: Target| self.first(target).map(|value| value.trim().to_owned());
        let number = |target: Target| self.first(target).and_then(|value| value.trim().parse::<f64>().ok());
        let degrees = number(Target::Latitude).zip(number(Target::Longitude));
        let in_range = |(latitude, longitude): &(f64, f64)| latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        Facts {
            rating: number(Target::Rating).and_then(Rating::of_stars),
            label: owned(Target::Label),
            camera: owned(Target::Camera),
            gps: degrees.filter(in_range).map(|(latitude, longitude)| [latitude, longitude]),
            ..Facts::default()
        }
    }

    /// The caption exactly as its cell holds it.
    fn text(&self) -> (Target, &str) {
        let sources = CAPTION_SOURCES.into_iter();
        sources.filter_map(|target| Some((target, self.first(target)?))).next().unwrap_or((Target::Caption, ""))
    }

    fn caption(&self, text_source: Target, text: &str) -> Caption {
        let mut caption = Caption::default();
        let mut done: Vec<&str> = Vec::new();
        for cell in &self.cells {
            let Target::Field(name) = cell.target else { continue };
            let Some(field) = Field::named(name).filter(|_| !done.contains(&name)) else { continue };
            done.push(name);
            // The text's own field is read from the text; a title stays a title though it is all there is.
            if cell.target == text_source && name != "title" && name != "headline" {
                continue;
            }
            let mut values: Vec<String> = Vec::new();
            for value in self.values(cell.target).map(str::trim) {
                if !value.is_empty() && !values.iter().any(|known| known == value) {
                    values.push(value.to_owned());
                }
            }
            field.set(&mut caption, values);
        }
        // A description beside a caption is a second text; one that the caption holds already says nothing more.
        if let Some(second) = caption.description.take_if(|_| text_source == Target::Caption)
            && !text.contains(&second)
        {
            caption.extended_description.get_or_insert(second);
        }
        caption
    }

    /// The date the cells state, and the text of one that was not understood.
    fn date(&self) -> (Option<Date>, Option<String>) {
        let written = self.first(Target::DateCreated).map(str::trim);
        let year = self.first(Target::Year).map(str::trim);
        let date = written.and_then(Date::from_written).or_else(|| self.span()).or_else(|| self.year_month_day());
        let unread = written.or(year).filter(|_| date.is_none()).map(|written| text::truncated(written, 80).to_owned());
        (date, unread)
    }

    fn span(&self) -> Option<Date> {
        let read = |target| self.first(target).and_then(Date::from_written);
        match (read(Target::DateFrom), read(Target::DateTo)) {
            (Some(from), Some(to)) if from == to => Some(from),
            (Some(from), Some(to)) => Date::parse(&format!("{from}/{to}")).ok(),
            (only, None) | (None, only) => only,
        }
    }

    fn year_month_day(&self) -> Option<Date> {
        // Spreadsheets write whole numbers as 1935.0.
        let number = |target| self.first(target).map(|value| value.trim().trim_end_matches(".0"));
        let year: u32 = number(Target::Year)?.parse().ok()?;
        let month = number(Target::Month).and_then(|month| {
            month.parse::<u32>().ok().or_else(|| month_number(&text::fold(month.trim_end_matches('.'))))
        });
        let day = number(Target::Day).and_then(|day| day.parse::<u32>().ok());
        let written = match (month, day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            (None, _) => format!("{year:04}"),
        };
        Date::parse(&written).or_else(|_| Date::parse(&format!("{year:04}"))).ok()
    }

    /// The path of the place's parts, and each place that is named by itself.
    fn places(&self) -> Vec<Vec<String>> {
        let parts = (0..N_PLACE_PARTS).filter_map(|part| self.first(Target::PlacePart(part)));
        let path: Vec<String> = parts.map(|part| part.trim().to_owned()).collect();
        let named = self.values(Target::Place).map(place_path);
        std::iter::once(path).chain(named).filter(|path| !path.is_empty()).collect()
    }

    /// The first value for a target, from the column of the lowest rank that has one.
    fn first(&self, target: Target) -> Option<&str> {
        let cells = self.cells.iter().filter(|cell| cell.target == target);
        let cell = cells.min_by_key(|cell| cell.rank)?;
        cell.values.iter().map(String::as_str).find(|value| !value.trim().is_empty())
    }

    /// Every value for a target: of keywords those of every column, of others those of the first.
    fn values(&self, target: Target) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter().filter(move |cell| cell.target == target);
        let lowest = cells.clone().map(|cell| cell.rank).min();
        let takes_all = matches!(target, Target::Field("keywords" | "persons_shown") | Target::Place);
        cells
            .filter(move |cell| takes_all || Some(cell.rank) == lowest)
            .flat_map(|cell| cell.values.iter().map(String::as_str))
    }
}

/// The path of a place that a cell names. Our own tables say `at US Capitol`, and `United States › Georgia › Atlanta`.
fn place_path(cell: &str) -> Vec<String> {
    let cell = cell.trim();
    let place = match cell.split_once(' ') {
        Some((word, place)) if Relation::parse(word).is_some() => place,
        _ => cell,
    };
    place.split(" › ").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(cells: &[(Target, &str)]) -> Stated {
        let mut draft = Draft::default();
        for (n, (target, value)) in cells.iter().enumerate() {
            draft.push(*target, n, target.split(*value));
        }
        draft.into_stated().1
    }

    fn check_date(cells: &[(Target, &str)], expected: Option<&str>) {
        let date = stated(cells).caption.date_created.map(|date| date.to_string());
        assert_eq!(date.as_deref(), expected, "{cells:?}");
    }

    #[test]
    fn places_are_read_as_our_own_tables_write_them() {
        let cell = "at US Capitol; outside Senate chamber; United States › Georgia; In Salah; at";
        let places = stated(&[(Target::Place, cell)]).places;
        let expected: [&[&str]; 5] =
            [&["US Capitol"], &["Senate chamber"], &["United States", "Georgia"], &["In Salah"], &["at"]];
        assert_eq!(places, expected);
    }

    #[test]
    fn dates_are_joined_from_their_columns() {
        check_date(&[(Target::Year, "1935"), (Target::Month, "11")], Some("1935-11"));
        check_date(&[(Target::Year, "1935.0"), (Target::Month, "Nov."), (Target::Day, "3")], Some("1935-11-03"));
        check_date(&[(Target::Year, "1935"), (Target::Month, "13")], Some("1935"));
        check_date(&[(Target::DateFrom, "1930"), (Target::DateTo, "1940")], Some("1930/1940"));
        check_date(&[(Target::DateFrom, "1930"), (Target::DateTo, "1930")], Some("1930"));
        check_date(&[(Target::DateCreated, "date not known"), (Target::Year, "1930")], Some("1930"));
        check_date(&[(Target::Year, "1e400")], None);
    }

    #[test]
    fn the_text_is_the_caption_or_else_the_description_or_else_the_title() {
        let (caption, description, title) = (Target::Caption, Target::Field("description"), Target::Field("title"));
        let all = stated(&[(title, "T"), (description, "D"), (caption, " C ")]);
        assert_eq!((all.text.as_str(), all.caption.title.as_deref()), (" C ", Some("T")));
        assert_eq!(all.caption.extended_description.as_deref(), Some("D"));
        let two = stated(&[(title, "T"), (description, "D"), (caption, " ")]);
        assert_eq!((two.text.as_str(), two.caption.description), ("D", None));
        let one = stated(&[(title, "T")]);
        assert_eq!((one.text.as_str(), one.caption.title.as_deref()), ("T", Some("T")));
    }
}
