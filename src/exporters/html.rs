//! One page that holds everything it needs: no script, no address that is fetched, captions as text and nothing else.
//! Each text finds its own direction and cannot turn that of its neighbors.

use std::borrow::Cow;
use std::io::{self, Write};

use askama::Template as _;

use crate::exporters::template::{Composed, Template};
use crate::exporters::{Heading, Numbered, best_line, headline, place_lines};
use crate::markup::{Foot, Head};
use crate::photo::Photo;
use crate::text::with_visible_controls;

/// How the page looks; it stands in the page's head.
const STYLE: &str = include_str!("../../assets/export/page.css");

/// Writes the page down to its first photo.
pub(super) fn begin(heading: &Heading, out: &mut dyn Write) -> io::Result<()> {
    let title = match heading.title.trim() {
        "" => "Photos",
        title => title,
    };
    let title = &with_visible_controls(title);
    Head { title, images: "", style: STYLE }.write(out)?;
    Top { title }.write_into(out)
}

/// Writes the page below its last photo.
pub(super) fn end(n_photos: usize, heading: &Heading, out: &mut dyn Write) -> io::Result<()> {
    Foot { class: "", n_photos, credit: heading.credit.as_deref().map(with_visible_controls) }.write(out)
}

/// Writes a figure for each photo.
pub(super) fn write(photos: Numbered<'_>, template: Option<&Template>, out: &mut dyn Write) -> io::Result<()> {
    for (number, position, photo) in photos {
        match template {
            None => usual_figure(&photo, number).write_into(out)?,
            Some(template) => chosen_figure(template, &photo, number, position).write_into(out)?,
        }
    }
    Ok(())
}

fn usual_figure(photo: &Photo, number: usize) -> Figure<'_> {
    Figure {
        number,
        headline: headline(photo).map(with_visible_controls),
        line: with_visible_controls(best_line(photo)),
        places: place_lines(photo).iter().map(|line| with_visible_controls(line).into_owned()).collect(),
        credit: photo.caption.credit_line.as_deref().map(with_visible_controls),
        date: photo.caption.date_created.as_ref().map(ToString::to_string),
        fields: Vec::new(),
    }
}

fn chosen_figure(template: &Template, photo: &Photo, number: usize, position: usize) -> Figure<'static> {
    let Composed { caption, facts } = template.composed(photo, number, position);
    let visible = |text: &str| with_visible_controls(text).into_owned();
    Figure {
        number,
        headline: None,
        line: Cow::Owned(visible(&caption)),
        places: Vec::new(),
        credit: None,
        date: None,
        fields: facts.iter().map(|(label, value)| (visible(label), visible(value))).collect(),
    }
}

/// What stands above the first photo.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r#"<header>
<h1 lang="" dir="auto">{{ title }}</h1>
</header>
<main>
<ol>
"#
)]
struct Top<'a> {
    title: &'a str,
}

/// One photo.
#[derive(askama::Template)]
#[template(
    ext = "html",
    source = r##"<li id="photo-{{ number }}">
<figure>
<a class="number" href="#photo-{{ number }}" aria-label="Photo {{ number }}">{{ number }}</a>
<figcaption>
{%- if let Some(headline) = headline %}
<h2 lang="" dir="auto">{{ headline }}</h2>
{%- endif %}
<p class="caption" lang="" dir="auto">{{ line }}</p>
{%- if credit.is_some() || date.is_some() || !places.is_empty() %}
<ul class="facts">
{%- for place in places %}
<li class="place"><bdi lang="">{{ place }}</bdi></li>
{%- endfor %}
{%- if let Some(date) = date %}
<li class="date">{{ date }}</li>
{%- endif %}
{%- if let Some(credit) = credit %}
<li class="credit"><bdi lang="">{{ credit }}</bdi></li>
{%- endif %}
</ul>
{%- endif %}
{%- if !fields.is_empty() %}
<dl class="fields">
{%- for (label, value) in fields %}
<div><dt><bdi lang="">{{ label }}</bdi></dt><dd><bdi lang="">{{ value }}</bdi></dd></div>
{%- endfor %}
</dl>
{%- endif %}
</figcaption>
</figure>
</li>
"##
)]
struct Figure<'a> {
    number: usize,
    headline: Option<Cow<'a, str>>,
    line: Cow<'a, str>,
    places: Vec<String>,
    credit: Option<Cow<'a, str>>,
    date: Option<String>,
    /// Label and value of a template's fields.
    fields: Vec<(String, String)>,
}
