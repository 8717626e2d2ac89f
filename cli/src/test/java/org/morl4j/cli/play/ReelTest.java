package org.morl4j.cli.play;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.morl4j.core.env.Frame;

class ReelTest {
  private static Frame frame(int width, int height, int red) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
    }
    return new Frame(width, height, rgb);
  }

  @Test
  void keepsEvenlySpacedPicturesOfALongEpisode() {
    Reel reel = new Reel();
    for (int i = 0; i < 1000; i++) {
      reel.add(frame(1, 1, i % 200));
    }
    assertThat(reel.seen()).isEqualTo(1000);
    assertThat(reel.stride()).isEqualTo(4);
    assertThat(reel.shots()).hasSize(250);
    for (int i = 0; i < 250; i++) {
      assertThat(reel.shots().get(i).index()).isEqualTo(4 * i);
      assertThat(reel.shots().get(i).image().getRGB(0, 0) >> 16 & 0xFF).isEqualTo(4 * i % 200);
    }
  }

  @Test
  void wideOnesAreNarrowed() {
    Reel reel = new Reel();
    reel.add(frame(960, 500, 7));
    assertThat(reel.shots().get(0).image().getWidth()).isEqualTo(320);
    assertThat(reel.shots().get(0).image().getHeight()).isEqualTo(166);
    assertThat(reel.shots().get(0).image().getRGB(100, 100)).isEqualTo(0xFF070000);
  }
}
