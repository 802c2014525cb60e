//! Pictures are drawn anew before they are kept: what a phone wrote into them (place, device, time) stays outside, and
//! so does whatever else hides beside the pixels.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};

use crate::media::Media;

/// A written page stays readable at this many pixels.
const SIDE_AT_MOST: u32 = 2_400;
/// Larger ones are no photographs of ours, but a way to fill the memory.
const SIDE_READ_AT_MOST: u32 = 16_000;
const MEMORY_AT_MOST: u64 = 400 * 1024 * 1024;
const QUALITY: u8 = 82;

/// The picture alone, upright, no larger than need be; `None` when it cannot be read.
pub(crate) fn redrawn(media: Media, content: &[u8]) -> Option<Vec<u8>> {
    let format = format(media)?;
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_READ_AT_MOST);
    limits.max_image_height = Some(SIDE_READ_AT_MOST);
    limits.max_alloc = Some(MEMORY_AT_MOST);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let upright = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(upright);
    if picture.width().max(picture.height()) > SIDE_AT_MOST {
        picture = picture.resize(SIDE_AT_MOST, SIDE_AT_MOST, FilterType::Triangle);
    }
    let mut drawn = Cursor::new(Vec::new());
    if format == ImageFormat::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut drawn, QUALITY);
        DynamicImage::ImageRgb8(picture.into_rgb8()).write_with_encoder(encoder).ok()?;
    } else {
        DynamicImage::ImageRgba8(picture.into_rgba8()).write_to(&mut drawn, format).ok()?;
    }
    Some(drawn.into_inner())
}

fn format(media: Media) -> Option<ImageFormat> {
    match media {
        Media::Png => Some(ImageFormat::Png),
        Media::Jpeg => Some(ImageFormat::Jpeg),
        Media::Webp => Some(ImageFormat::WebP),
        _ => None,
    }
}
